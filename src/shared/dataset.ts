/** What every process knows of a data set: its card, its state on this machine, and how it fits a model's input. */
import { z } from 'zod'

export const datasetCardSchema = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  /** [height, width, channels] of each picture. */
  imageShape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  classNames: z.array(z.string()),
  trainCount: z.number().int(),
  testCount: z.number().int(),
  /** Pictures of a validation part of its own, which most sets lack. */
  validationCount: z.number().int().optional(),
  licence: z.string(),
  citation: z.string(),
  /** True when the user must say where its files are. */
  needsFolder: z.boolean()
})
export type DatasetCard = z.infer<typeof datasetCardSchema>

export const datasetStatusSchema = z.object({
  card: datasetCardSchema,
  /** Where its files are, when the user named a folder. */
  folder: z.string().nullable(),
  isReady: z.boolean(),
  /** Why it is not ready and what to do, or what was found. */
  message: z.string(),
  /** What an import left; absent for sets that were not imported. */
  imported: z
    .object({
      importedAt: z.number(),
      source: z.string(),
      bytes: z.number().int(),
      /** What was reported, as sentences. */
      notes: z.array(z.string())
    })
    .optional(),
  /** True when it can be fetched from its home page. */
  canDownload: z.boolean().optional()
})
export type DatasetStatus = z.infer<typeof datasetStatusSchema>

export type ImageShape = readonly [height: number, width: number, channels: number]

/** How pictures of one shape are brought to a model's input; `note` is the sentence the user reads. */
export type InputFit =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'adapted'
      /** Rows and columns of zeros: [top, bottom, left, right]. */
      readonly padding: readonly [number, number, number, number]
      /** How often the single channel is repeated. */
      readonly channelRepeats: number
      readonly note: string
    }
  | { readonly kind: 'impossible'; readonly reason: string }

/** Decides how pictures fit a model: larger inputs are reached with a centred border of zeros, grey becomes RGB by repetition. */
export function fitInput(images: ImageShape, input: ImageShape): InputFit {
  const [height, width, channels] = images
  const [inputHeight, inputWidth, inputChannels] = input
  if (height === inputHeight && width === inputWidth && channels === inputChannels) {
    return { kind: 'same' }
  }
  const shapes = `pictures are ${images.join('×')}, the model's input is ${input.join('×')}`
  if (inputHeight < height || inputWidth < width) {
    return {
      kind: 'impossible',
      reason: `The ${shapes}: pictures are never cropped to fit. Give the input layer at least ${height}×${width}, or choose a smaller data set.`
    }
  }
  if (inputChannels !== channels && channels !== 1) {
    return {
      kind: 'impossible',
      reason: `The ${shapes}: only grey pictures can be repeated to more channels. Give the input layer ${channels} channels.`
    }
  }
  const top = Math.floor((inputHeight - height) / 2)
  const left = Math.floor((inputWidth - width) / 2)
  const padding = [top, inputHeight - height - top, left, inputWidth - width - left] as const
  const steps = [
    ...(inputHeight > height || inputWidth > width
      ? [`padded with zeros to ${inputHeight}×${inputWidth}`]
      : []),
    ...(inputChannels > channels ? [`repeated to ${inputChannels} channels`] : [])
  ]
  return {
    kind: 'adapted',
    padding,
    channelRepeats: inputChannels / channels,
    note: `The ${shapes}: each picture is ${steps.join(' and ')}.`
  }
}
