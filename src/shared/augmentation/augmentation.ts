/** What an augmentation is to every process: how it is named, explained, set and checked. The trainer carries it out. */
import type { z } from 'zod'

/** `px` counts pixels, `share` is a part of 1, `brightness` the range 0 .. 1 that pictures have. */
export type AugmentationUnit = 'degrees' | 'px' | 'share' | 'factor' | 'brightness' | 'none'

/** What augmentations are sorted under, in this order. */
export const augmentationGroups = {
  move: 'Move',
  colour: 'Colour',
  mix: 'Cut and mix',
  standardize: 'Standardisation'
} as const
export type AugmentationGroup = keyof typeof augmentationGroups

/** What a person sets a value with; `range` is where a slider goes, which may be less than what the schema allows. */
export type SettingControl =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'number' | 'pair'; readonly range: SliderRange; readonly step: number }
  | { readonly kind: 'list' }
export type SliderRange = readonly [least: number, most: number]

/** One of the ways to say a value: most settings have one, shift and zoom have several, as in Keras. */
export interface SettingForm<Value> {
  /** In the choice among the ways. */
  readonly label: string
  readonly unit: AugmentationUnit
  readonly control: SettingControl
  readonly holds: (value: Value) => boolean
  /** What it begins with when it is chosen. */
  readonly start: Value
}

/** One end of what a setting can draw: the number that the trainer carries out, and how it is said. */
export interface RangeEnd {
  readonly at: number
  readonly label: string
}

export interface PictureSize {
  readonly height: number
  readonly width: number
}

/** To add an augmentation: one file with this, its line in the table, and its part in src/trainer/augmentation. */
export interface AugmentationDefinition<Schema extends z.ZodType> {
  readonly label: string
  readonly help: string
  readonly link: string
  readonly group: AugmentationGroup
  readonly forms: readonly [SettingForm<z.output<Schema>>, ...SettingForm<z.output<Schema>>[]]
  readonly schema: Schema
  /** What holds where an experiment leaves it out: nothing is changed. */
  readonly neutral: z.output<Schema>
  /** The lowest and the highest of what a value lets be drawn; none for what has no range, and where nothing is changed. */
  readonly ends: (value: z.output<Schema>, picture: PictureSize) => readonly RangeEnd[]
}

export function defineAugmentation<Schema extends z.ZodType>(
  definition: AugmentationDefinition<Schema>
): AugmentationDefinition<Schema> {
  return definition
}

export const IMAGE_DATA_GENERATOR =
  'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator'
