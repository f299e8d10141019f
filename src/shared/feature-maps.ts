/** What one picture becomes in each layer of a model, as mosaics that fit into its blocks. */
import { z } from 'zod'
import { augmentationSchema } from './augmentation'
import { uint8Array } from './contract/define'
import { splitSchema } from './experiment'
import { lossKeys } from './losses'
import { dataPartSchema } from './pictures'

const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most)

/** Maps of one layer that are shown, unless more are asked for. */
export const DEFAULT_MAPS = 24
/** Values of a row that are shown; the cells of more could not be told apart. */
export const MOST_CELLS = 512
/** Cells of one line of a row of values. */
export const CELLS_A_LINE = 64
/** Values of the largest picture that flows through a model: 512x512 pixels of three colours. */
export const MOST_INPUT_VALUES = 512 * 512 * 3

/** Which weights the picture meets; `runId` is that of a run whose network is this one, or was. */
export const wantedWeightsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('initial') }),
  z.object({ kind: z.literal('run'), runId: z.string() })
])
export type WantedWeights = z.infer<typeof wantedWeightsSchema>

export const featureMapRequestSchema = z.object({
  /** Which picture of the set, from 0 in its part. */
  picture: z.object({ part: dataPartSchema, index: wholeNumber(0, 1e9) }),
  /** Keras functional JSON. Up to its errors everything flows. */
  model: z.looseObject({ class_name: z.string(), config: z.looseObject({}) }),
  /** Of the experiment: the initial weights follow from it. */
  seed: wholeNumber(0, 4_294_967_295),
  weights: wantedWeightsSchema,
  /** Decides what makes probabilities of an end that is linear. */
  loss: z.enum(lossKeys),
  /** The pictures are standardised as a training would; a run's own numbers are taken with its weights. */
  augmentation: augmentationSchema.prefault({}),
  validation: splitSchema,
  /** Pixels of the longer side of one map. */
  tile: wholeNumber(4, 128),
  mostMaps: wholeNumber(1, 256).default(DEFAULT_MAPS)
})
export type FeatureMapRequest = z.infer<typeof featureMapRequestSchema>

export const featureMapSchema = z.object({
  /** The name of the layer. */
  name: z.string(),
  /** Pictures side by side, a row of values as cells, or what the last layer says of each class. */
  kind: z.enum(['maps', 'values', 'probabilities']),
  columns: z.number(),
  rows: z.number(),
  /** Of the whole mosaic, in pixels; every place of it is `width / columns` by `height / rows`. */
  width: z.number(),
  height: z.number(),
  /** [height, width] of 0 (`min`) to 255 (`max`); places after the last map are 0. */
  pixels: uint8Array(),
  /** Of all values of the layer that are numbers. */
  min: z.number(),
  max: z.number(),
  /** Maps, or values, that the layer gives, and how many of them are in the mosaic. */
  mapCount: z.number(),
  shownCount: z.number(),
  /** Share of all its maps, or values, that are zero everywhere. */
  deadShare: z.number(),
  /** Some values are infinite, or no numbers at all. */
  hasStrangeValues: z.boolean(),
  /** By class number, of the last layer alone; null elsewhere. */
  probabilities: z.array(z.number()).nullable()
})
export type FeatureMap = z.infer<typeof featureMapSchema>

export const featureMapsSchema = z.object({
  /** In the order of the model, of the layers that the picture reaches. */
  maps: z.array(featureMapSchema),
  /** The class number of the picture. */
  label: z.number(),
  /** What a person should know: how the picture was fitted, what of a run's weights was not there. */
  notes: z.array(z.string()),
  /** The step after which the run's weights were kept; null for initial ones. */
  step: z.number().nullable()
})
export type FeatureMaps = z.infer<typeof featureMapsSchema>

/** `24 of 64 feature maps, -0.1 to 2.3`: what a mosaic shows, in words. */
export function describeFeatureMap(map: FeatureMap): string {
  const { kind, mapCount, shownCount, deadShare, min, max } = map
  const noun = kind === 'maps' ? 'feature map' : kind === 'values' ? 'value' : 'class probability'
  const counted = `${mapCount} ${mapCount === 1 ? noun : pluralOf(noun)}`
  const what = shownCount < mapCount ? `${shownCount} of ${counted}` : counted
  const dead =
    deadShare > 0 && kind === 'maps' ? `, ${formatShare(deadShare)} of them all zero` : ''
  const strange = map.hasStrangeValues ? ', some values are not finite' : ''
  return `${what}, ${formatValue(min)} to ${formatValue(max)}${dead}${strange}`
}

function pluralOf(noun: string): string {
  return noun === 'class probability' ? 'class probabilities' : `${noun}s`
}

function formatShare(share: number): string {
  const percent = share * 100
  return percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`
}

/** Two digits that count: `-0.1`, `2.3`, `0.0012`. */
function formatValue(value: number): string {
  return String(Number(value.toPrecision(2)))
}
