/** The queue: experiments that wait for their turn to be trained, as stored, as shown, and how each change is made. */
import { z } from 'zod'
import { seedlessHash } from './compare/seed-groups'
import { experimentSchema, type Experiment } from './experiment'

export const queueEntrySchema = z.object({
  id: z.string(),
  /** The whole document, so that a file that changes meanwhile changes nothing here. */
  experiment: experimentSchema,
  datasetId: z.string(),
  /** Takes the place of the experiment's own. */
  seed: z.number().int().min(0),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
  /** Why it could not be started, as a sentence; null while it waits for its turn. */
  problem: z.string().nullable()
})
export type QueueEntry = z.infer<typeof queueEntrySchema>

export const queueSchema = z.object({
  /** In the order in which they are trained. */
  entries: z.array(queueEntrySchema),
  /** True while nothing of it is started. */
  isHeld: z.boolean(),
  /** Why it is held, or what else should be known of it, as a sentence; null when there is nothing to say. */
  reason: z.string().nullable()
})
export type Queue = z.infer<typeof queueSchema>

/** What the window shows of the queue: all but the networks, which would be sent anew with every change. */
export const queueViewSchema = queueSchema.extend({
  entries: z.array(
    queueEntrySchema.omit({ experiment: true }).extend({
      name: z.string(),
      epochs: z.number().int(),
      isStarting: z.boolean(),
      /** Equal for trainings that differ in nothing but their seed. */
      seedlessHash: z.number().int()
    })
  ),
  /** True when something was removed that can be taken back. */
  canUndo: z.boolean()
})
export type QueueView = z.infer<typeof queueViewSchema>
export type QueueEntryView = QueueView['entries'][number]

/** More seeds of one experiment say little more of it. */
export const MOST_REPEATS = 20

/** Each is a whole document, and all of them are written anew with every change. */
export const MOST_ENTRIES = 200

export const emptyQueue: Queue = { entries: [], isHeld: false, reason: null }

export interface QueueAddition {
  readonly experiment: Experiment
  readonly datasetId: string
  /** How many entries, each with the next seed. */
  readonly repeats: number
  /** Milliseconds since 1970. */
  readonly addedAt: number
  createId(): string
}

/** Appends an experiment `repeats` times, with the seeds seed, seed + 1, … after its own. */
export function addToQueue(
  queue: Queue,
  { experiment, datasetId, repeats, addedAt, createId }: QueueAddition
): Queue {
  const { seed } = experiment.training
  const added = listSeeds(seed, repeats).map((one) => ({
    id: createId(),
    experiment,
    datasetId,
    seed: one,
    addedAt,
    problem: null
  }))
  return { ...queue, entries: [...queue.entries, ...added] }
}

/** The seeds of `count` repetitions; after the largest seed comes 0. */
export function listSeeds(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (first + index) % SEED_COUNT)
}

/** Seeds are whole numbers of 32 bits. */
const SEED_COUNT = 2 ** 32

/** Puts an entry at the place `to`, from 0; beyond the end means the end. */
export function moveInQueue(queue: Queue, { id, to }: { id: string; to: number }): Queue {
  const entry = queue.entries.find((one) => one.id === id)
  if (!entry) return queue
  const entries = queue.entries.filter((one) => one.id !== id)
  entries.splice(Math.max(0, to), 0, entry)
  return { ...queue, entries }
}

/** What was taken out, and what it takes to put it back. */
export interface Removal {
  readonly removed: readonly { readonly entry: QueueEntry; readonly place: number }[]
  readonly isHeld: boolean
  readonly reason: string | null
}

/** Takes entries out. An empty queue has nothing to hold. */
export function removeFromQueue(queue: Queue, ids: readonly string[]): Queue {
  const entries = queue.entries.filter(({ id }) => !ids.includes(id))
  return entries.length === 0 ? emptyQueue : { ...queue, entries }
}

/** What `removeFromQueue` with the same ids takes out. */
export function describeRemoval(
  { entries, isHeld, reason }: Queue,
  ids: readonly string[]
): Removal {
  const removed = entries.flatMap((entry, place) =>
    ids.includes(entry.id) ? [{ entry, place }] : []
  )
  return { removed, isHeld, reason }
}

/** Puts back what was taken out, each entry at its place; a queue that was held then is held again. */
export function restoreToQueue(queue: Queue, { removed, isHeld, reason }: Removal): Queue {
  const entries = [...queue.entries]
  for (const { entry, place } of removed) entries.splice(place, 0, entry)
  return isHeld && !queue.isHeld ? { entries, isHeld, reason } : { ...queue, entries }
}

/** Starts nothing from now on; the run at work goes on. */
export function holdQueue(queue: Queue, reason: string | null): Queue {
  return queue.entries.length === 0 ? queue : { ...queue, isHeld: true, reason }
}

/** Lets it go on; what could not be started gets another chance. */
export function continueQueue({ entries }: Queue): Queue {
  return {
    entries: entries.map((entry) => ({ ...entry, problem: null })),
    isHeld: false,
    reason: null
  }
}

/** Notes why an entry could not be started; it stays, and the next one has its turn. */
export function markProblem(queue: Queue, id: string, problem: string): Queue {
  const mark = (entry: QueueEntry) => (entry.id === id ? { ...entry, problem } : entry)
  return { ...queue, entries: queue.entries.map(mark) }
}

/** The entry whose turn it is; null when the queue is held or nothing of it can be started. */
export function findNext({ entries, isHeld }: Queue): QueueEntry | null {
  if (isHeld) return null
  return entries.find(({ problem }) => problem === null) ?? null
}

/** The experiment with the seed of its entry. */
export function experimentOf({ experiment, seed }: QueueEntry): Experiment {
  return { ...experiment, training: { ...experiment.training, seed } }
}

export function viewQueue(
  { entries, ...rest }: Queue,
  { startingId, canUndo }: { startingId: string | null; canUndo: boolean }
): QueueView {
  return {
    ...rest,
    canUndo,
    entries: entries.map(({ experiment, ...entry }) => ({
      ...entry,
      name: experiment.name,
      epochs: experiment.training.epochs,
      isStarting: entry.id === startingId,
      seedlessHash: seedlessHash(experiment, entry.datasetId)
    }))
  }
}
