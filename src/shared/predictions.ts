/** PredictionBatch: what the network says, at one step, about a few pictures of the test set. */
import { z } from 'zod'
import { uint8Array } from './contract/define'

export const samplePredictionSchema = z.object({
  /** Index of the picture in the test part. */
  index: z.number().int(),
  label: z.number().int(),
  predicted: z.number().int(),
  /** Probability of the predicted class, 0..1. */
  probability: z.number(),
  /** Probability of every class, in the order of the class names. */
  probabilities: z.array(z.number())
})
export type SamplePrediction = z.infer<typeof samplePredictionSchema>

export const predictionBatchSchema = z.object({
  runId: z.string(),
  /** The global step after which the predictions were made; 0 is the untrained network. */
  step: z.number().int(),
  classNames: z.array(z.string()),
  /** [height, width, channels] of each picture. */
  imageShape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** The pictures one after another, as [height, width, channels] bytes 0..255. */
  images: uint8Array(),
  samples: z.array(samplePredictionSchema)
})
export type PredictionBatch = z.infer<typeof predictionBatchSchema>
