/** import.json, which a run has in place of an experiment when it came from a file of another program. */
import { z } from 'zod'

export const importedSourceSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['tensorboard', 'csv']),
  /** The files that it was read from, without their folders. */
  files: z.array(z.string().max(255)).max(10_000),
  /** Names in the files that are no metric here. */
  leftOut: z.array(z.string().max(1000)).max(10_000)
})
export type ImportedSource = z.infer<typeof importedSourceSchema>
