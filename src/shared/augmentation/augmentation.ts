/** What an augmentation is to every process: how it is named, explained and checked. The trainer carries it out. */
import type { z } from 'zod'

/** `px` counts pixels, `share` is a part of 1, `brightness` the range 0 .. 1 that pictures have. */
export type AugmentationUnit = 'degrees' | 'px' | 'share' | 'factor' | 'brightness' | 'none'

/** To add an augmentation: one file with this, its line in the table, and its part in src/trainer/augmentation. */
export interface AugmentationDefinition<Schema extends z.ZodType> {
  readonly label: string
  readonly help: string
  readonly link: string
  readonly unit: AugmentationUnit
  /** From where to where a control lets it be set; null for a choice. */
  readonly range: readonly [least: number, most: number] | null
  readonly schema: Schema
  /** What holds where an experiment leaves it out: nothing is changed. */
  readonly neutral: z.output<Schema>
}

export function defineAugmentation<Schema extends z.ZodType>(
  definition: AugmentationDefinition<Schema>
): AugmentationDefinition<Schema> {
  return definition
}

export const IMAGE_DATA_GENERATOR =
  'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator'
