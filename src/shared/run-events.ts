/** What happened to a run beside its metrics, as marks on its curves; one JSON a line in the run's events.jsonl. */
import { z } from 'zod'

export const runEventKinds = [
  'learning-rate',
  'epochs',
  'sample-interval',
  'paused',
  'resumed',
  'continued',
  'early-stop',
  'restored-weights'
] as const
export type RunEventKind = (typeof runEventKinds)[number]

export const runEventSchema = z.object({
  /** Training steps done when it happened: the place of its mark. */
  step: z.number().int().min(0),
  /** Milliseconds of training since the run began. */
  elapsedMs: z.number().min(0),
  kind: z.enum(runEventKinds),
  /** What happened, as a sentence. */
  text: z.string(),
  /** The optimizer's rate from now on, where that is what happened. */
  learningRate: z.number().optional()
})
export type RunEvent = z.infer<typeof runEventSchema>

export function encodeRunEvent(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`
}

/** The events of a file, in their order. A torn last line, and a line of a kind not known here, are left out. */
export function decodeRunEvents(text: string): RunEvent[] {
  return text.split('\n').flatMap((line) => {
    const event = runEventSchema.safeParse(parseLine(line))
    return event.success ? [event.data] : []
  })
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
