/** What a window asks of the trainer over its own port, so that live data never crosses main's event loop. */
import { z } from 'zod'
import { metricBatchSchema } from '../metrics'
import { predictionBatchSchema } from '../predictions'
import { runProgressSchema } from '../run'
import { call, defineContract, event, nothing } from './define'

/**
 * How many batches may be unacknowledged before the trainer stops sending to a window. A window that is this far
 * behind could not draw them anyway; it sees the gap in `seq` and reads the stored history instead.
 */
export const MAX_UNACKNOWLEDGED_BATCHES = 64

/**
 * A window acknowledges one batch in so many, which stands for those before it: each message is an interruption of the
 * training loop. Small beside the number above, so that a window which keeps up is never taken for one that does not.
 */
export const ACKNOWLEDGE_EVERY_BATCHES = 8

export const liveContract = defineContract({
  calls: {
    /** Starts the flow of the run now active (if any); answers with the newest batch of it so far. */
    attach: call(nothing, z.object({ runId: z.string().nullable(), seq: z.number().int().min(0) }))
  },
  events: {
    onProgress: event(runProgressSchema),
    onMetrics: event(metricBatchSchema),
    onPredictions: event(predictionBatchSchema)
  }
})
export type LiveContract = typeof liveContract

/** Sent by the window: it has taken in this batch and all before it. Not a call: nobody waits for it. */
export const acknowledgementSchema = z.object({
  type: z.literal('acknowledge'),
  runId: z.string(),
  seq: z.number().int().min(1)
})
export type Acknowledgement = z.infer<typeof acknowledgementSchema>
