/** What the augmentation laboratory asks for, and what it gets: pictures before and after, drawn by training's own code. */
import { z } from 'zod'
import { augmentationSchema } from './augmentation'
import { uint8Array } from './contract/define'
import { splitSchema } from './experiment'

const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most)
const seed = wholeNumber(0, 4_294_967_295)

/** Pictures of one request, and how often each is drawn anew. */
export const MOST_PREVIEWED = 9
export const MOST_DRAWS = 16
/** A batch as the lecture takes it: what a picture costs is measured on one. */
export const MEASURED_BATCH = 128

/** What of an experiment decides which pictures are changed, and how the network gets them. */
export const augmentedTrainingSchema = z.object({
  settings: augmentationSchema,
  /** Only what is left for training is augmented, and measured for standardisation. */
  validation: splitSchema,
  /** [height, width, channels] that the model takes; null when it cannot be told. */
  inputShape: z.tuple([wholeNumber(1, 4096), wholeNumber(1, 4096), wholeNumber(1, 1024)]).nullable()
})
export type AugmentedTraining = z.infer<typeof augmentedTrainingSchema>

export const previewRequestSchema = augmentedTrainingSchema.extend({
  pick: z.discriminatedUnion('kind', [
    /** So many of the training pictures, by a seed. */
    z.object({ kind: z.literal('seeded'), seed, count: wholeNumber(1, MOST_PREVIEWED) }),
    /** These places in the set's training part, from 0. */
    z.object({
      kind: z.literal('places'),
      places: z.array(wholeNumber(0, 1e9)).min(1).max(MOST_PREVIEWED)
    })
  ]),
  draws: wholeNumber(1, MOST_DRAWS),
  seed
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

/** The label of a mixed picture: so much of one, the rest of another class. */
const mixtureSchema = z.object({ label: z.number(), other: z.number(), share: z.number() })

export const augmentationPreviewSchema = z.object({
  /** [height, width, channels] of all pictures, as the model takes them. */
  shape: z.tuple([z.number(), z.number(), z.number()]),
  /** How the pictures were brought to that shape, as a sentence; null when they have it. */
  fitNote: z.string().nullable(),
  pictures: z.array(
    z.object({
      /** In the set's training part, from 0. */
      place: z.number(),
      label: z.number(),
      /** False for one that the split keeps for validation. */
      isTrained: z.boolean()
    })
  ),
  /** How the split divides the training part; `validation` is 0 without one. */
  counts: z.object({ train: z.number(), validation: z.number() }),
  /** [pictures, …shape] bytes. */
  before: uint8Array(),
  /** One [pictures, …shape] a draw. */
  draws: z.array(uint8Array()),
  /** One a picture in each draw; null where nothing was mixed. */
  mixtures: z.array(z.array(mixtureSchema).nullable()),
  /** Of the first picture, each setting that is on at the ends of its range. */
  extremes: z.array(z.object({ key: z.string(), label: z.string(), picture: uint8Array() })),
  /** What the network gets of all draws. */
  network: z.object({
    isStandardized: z.boolean(),
    least: z.number(),
    most: z.number(),
    mean: z.number(),
    deviation: z.number(),
    /** As `draws`, from `least` in black to `most` in white; null where they are the draws. */
    draws: z.array(uint8Array()).nullable()
  })
})
export type AugmentationPreview = z.infer<typeof augmentationPreviewSchema>

export const augmentationCostSchema = z.object({
  /** Median over batches of MEASURED_BATCH training pictures; null when nothing is changed. */
  microsecondsPerPicture: z.number().nullable()
})
export type AugmentationCost = z.infer<typeof augmentationCostSchema>
