/** What is said of one layer: that it cannot be, or that it is probably not meant so. */
import type { ImageShape } from '../../dataset'
import type { ModelAnalysis } from '../analyze'
import type { ModelGraph } from '../graph'

export type FindingTopic =
  | 'layer'
  | 'input'
  | 'end-shape'
  | 'units'
  | 'head'
  | 'missing-head'
  | 'late-dropout'
  | 'useless-bias'
  | 'strides'

export interface Finding {
  /** The name of the layer that causes it. */
  readonly layer: string
  /** Nothing can be trained with an error; a warning is only advice. */
  readonly severity: 'error' | 'warning'
  /** Which check found it: a layer has one finding of a topic at most. */
  readonly topic: FindingTopic
  /** A sentence that names the layer, what is wrong and what to do. */
  readonly message: string
}

/** What a model is for: the pictures and classes of its data set, and how its loss wants it to end. */
export interface ModelPurpose {
  readonly imageShape: ImageShape
  readonly classCount: number
  readonly head: 'softmax' | 'sigmoid'
}

/** Looks for one kind of slip. `purpose` is null while the data set is not known. */
export type Check = (
  graph: ModelGraph,
  analysis: ModelAnalysis,
  purpose: ModelPurpose | null
) => readonly Finding[]
