/** A network to begin with. */
import type { AugmentationSettings } from '../augmentation'
import type { ModelGraph } from '../model'

/** What a template is built for: the pictures and classes of a data set. */
export interface TemplatePurpose {
  /** Height, width, channels. */
  readonly inputShape: readonly [number, number, number]
  readonly classCount: number
}

export interface Template {
  readonly id: string
  readonly label: string
  /** One sentence on what it teaches. */
  readonly lesson: string
  /** Where it comes from: the lecture, or a paper. */
  readonly source: string
  /** The smallest height and width that it can be built for. */
  readonly smallestPicture: number
  /** How its pictures are changed while it learns, where that is part of it. */
  readonly augmentation?: AugmentationSettings
  build(purpose: TemplatePurpose): ModelGraph
}
