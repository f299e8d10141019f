/** Which runs are put side by side, and how: what is restored at the next start. */
import { z } from 'zod'
import { evaluatedParts, evaluationMoments } from './evaluation'
import { DEFAULT_TAB_LOOKS, tabLooksSchema } from './tab-looks'

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
  tab: z.string().max(40),
  /** The pictures and the weights that scores, classes and pictures are of. */
  part: z.enum(evaluatedParts).default('test'),
  moment: z.enum(evaluationMoments).default('end'),
  looks: tabLooksSchema.default(DEFAULT_TAB_LOOKS)
})
export type Comparison = z.infer<typeof comparisonSchema>

export const NO_COMPARISON: Comparison = {
  runIds: [],
  baseId: null,
  hiddenIds: [],
  tab: 'curves',
  part: 'test',
  moment: 'end',
  looks: DEFAULT_TAB_LOOKS
}
