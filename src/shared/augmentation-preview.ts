/** What the augmentation laboratory asks for, and what it gets: pictures before and after, drawn by training's own code. */
import { z } from 'zod'
import { augmentationSchema } from './augmentation'
import { uint8Array } from './contract/define'

const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most)

/** Pictures of one request, and how often each is drawn anew. */
export const MOST_PREVIEWED = 9
export const MOST_DRAWS = 16

export const previewRequestSchema = z.object({
  settings: augmentationSchema,
  /** Places in the training part; mixing takes place among them. */
  indices: z.array(wholeNumber(0, 1e9)).min(1).max(MOST_PREVIEWED),
  draws: wholeNumber(1, MOST_DRAWS),
  seed: wholeNumber(0, 4_294_967_295),
  /** [height, width, channels] that the model takes; null when there is none. */
  inputShape: z.tuple([wholeNumber(1, 4096), wholeNumber(1, 4096), wholeNumber(1, 1024)]).nullable()
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

/** The label of a mixed picture: so much of one, the rest of another class. */
const mixtureSchema = z.object({ label: z.number(), other: z.number(), share: z.number() })

export const augmentationPreviewSchema = z.object({
  /** [height, width, channels] of all pictures, as the model takes them. */
  shape: z.tuple([z.number(), z.number(), z.number()]),
  labels: z.array(z.number()),
  /** [pictures, …shape] bytes. */
  before: uint8Array(),
  /** One [pictures, …shape] a draw. */
  draws: z.array(uint8Array()),
  /** One a picture in each draw; null where nothing was mixed. */
  mixtures: z.array(z.array(mixtureSchema).nullable()),
  /** Of the first picture, each setting that is on at the ends of its range. */
  extremes: z.array(
    z.object({
      key: z.string(),
      /** "-10 degrees" */
      label: z.string(),
      picture: uint8Array()
    })
  ),
  /** The values that the network gets in the first draw. */
  range: z.object({ least: z.number(), most: z.number(), isStandardized: z.boolean() }),
  /** What a picture costs in a batch of 128; null when nothing is changed. */
  microsecondsPerPicture: z.number().nullable()
})
export type AugmentationPreview = z.infer<typeof augmentationPreviewSchema>
