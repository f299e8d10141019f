/** What a training will cost on this machine, measured on three real batches. */
import { z } from 'zod'
import { experimentSchema } from './experiment'

export const probeRequestSchema = z.object({ experiment: experimentSchema })

export const probeResultSchema = z.object({
  batchSize: z.number(),
  /** Of the measured steps, in milliseconds, the quickest first; the middle one is what counts. */
  stepMs: z.array(z.number()),
  /** One batch of validation or test. */
  evaluationMs: z.number(),
  /** An estimate: the step shared out by the time that each layer takes forward. */
  layers: z.array(z.object({ name: z.string(), milliseconds: z.number() })),
  /** Resident memory of the process at its highest, the data set and the library included. */
  peakBytes: z.number(),
  stepsPerEpoch: z.number(),
  /** One epoch with its validation. */
  epochMs: z.number(),
  epochs: z.number(),
  /** All epochs and the test at the end. */
  totalMs: z.number(),
  threads: z.number()
})
export type ProbeResult = z.infer<typeof probeResultSchema>
