/** Which runs are put side by side, and how: what is restored at the next start. */
import { z } from 'zod'

/** More could not be told apart, and none was ever meant. */
export const MOST_COMPARED_RUNS = 200

export const comparisonSchema = z.object({
  /** In the order in which they were added. */
  runIds: z.array(z.string()).max(MOST_COMPARED_RUNS),
  /** The run that the others are compared with; null or one that is gone stands for the first. */
  baseId: z.string().nullable(),
  /** Compared, but not drawn. */
  hiddenIds: z.array(z.string()),
  /** The tab of the room. */
  tab: z.string().max(40)
})
export type Comparison = z.infer<typeof comparisonSchema>

export const NO_COMPARISON: Comparison = { runIds: [], baseId: null, hiddenIds: [], tab: 'curves' }
