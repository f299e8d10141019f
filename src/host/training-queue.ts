/** The queue of a workspace: keeps it on the disk, and starts the next entry whenever nothing else is trained. */
import { randomUUID } from 'node:crypto'
import type { TrainerStatus } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { CONNECTION_CLOSED } from '@shared/contract/rpc'
import type { Experiment } from '@shared/experiment'
import {
  addToQueue,
  continueQueue,
  describeRemoval,
  experimentOf,
  findNext,
  holdQueue,
  markProblem,
  MOST_ENTRIES,
  moveInQueue,
  removeFromQueue,
  restoreToQueue,
  viewQueue,
  type Queue,
  type QueueEntry,
  type QueueView,
  type Removal
} from '@shared/queue'
import { isActive, type RunRecord } from '@shared/run'
import { readQueueFile, writeQueueFile } from './queue-file'

/** As much of the training service as it takes. */
export interface QueueTrainer {
  readonly active: RunRecord | null
  start(request: { experiment: Experiment; datasetId: string }): Promise<RunRecord>
}

/** As much of the trainer host as it takes. */
export interface QueueHost {
  readonly status: TrainerStatus
  onDidChangeStatus(listener: (status: TrainerStatus) => void): () => void
}

/** As much of the run store as it takes. */
export interface QueueRuns {
  getRun(runId: string): RunRecord
  onDidChangeRun(listener: (record: RunRecord) => void): () => void
}

export interface TrainingQueueOptions {
  readonly file: string
  readonly service: QueueTrainer
  readonly host: QueueHost
  readonly store: QueueRuns
  /** Hears what went wrong without stopping anything. */
  warn(sentence: string): void
}

export const RESTORED = 'Restored from last time: press Start queue to go on.'
const HELD_BY_PERSON = 'Held: nothing more is started until you press Start queue.'

/** Owns the queue file; must be disposed before the training service. */
export class TrainingQueue {
  readonly #options: TrainingQueueOptions
  readonly #listeners = new Set<(view: QueueView) => void>()
  readonly #offs: readonly (() => void)[]
  #queue: Queue
  /** The entry that is being handed to the trainer; it cannot be taken back. */
  #startingId: string | null = null
  /** The run of the queue that was started last. */
  #runId: string | null = null
  /** How many requests of a person are under way that go first. */
  #requests = 0
  #removal: Removal | null = null
  #isDisposed = false

  /** Reads what was left from last time, which is held until a person continues it. */
  constructor(options: TrainingQueueOptions) {
    this.#options = options
    const { file, host, store, warn } = options
    const { queue, problem } = readQueueFile(file)
    if (problem !== null) warn(problem)
    this.#queue = problem === null ? holdQueue(queue, RESTORED) : { ...queue, reason: problem }
    this.#offs = [
      store.onDidChangeRun((record) => this.#hearRun(record)),
      host.onDidChangeStatus(() => this.#startNext())
    ]
  }

  get view(): QueueView {
    const canUndo = this.#removal !== null
    return viewQueue(this.#queue, { startingId: this.#startingId, canUndo })
  }

  /**
   * Appends an experiment, `repeats` times with one seed after the other; answers with the ids of the entries.
   * @throws UserError when there is no room.
   */
  add(wanted: { experiment: Experiment; datasetId: string; repeats: number }): string[] {
    if (this.#queue.entries.length + wanted.repeats > MOST_ENTRIES) {
      throw new UserError(`The queue holds at most ${MOST_ENTRIES} runs. Let some of them train.`)
    }
    const queue = addToQueue(
      { ...this.#queue, reason: this.#keptReason() },
      {
        ...wanted,
        addedAt: Date.now(),
        createId: randomUUID
      }
    )
    this.#change(queue)
    this.#startNext()
    return queue.entries.slice(-wanted.repeats).map(({ id }) => id)
  }

  move(wanted: { id: string; to: number }): void {
    this.#change(moveInQueue(this.#queue, wanted))
  }

  /** Takes entries out; `undo` puts them back. @throws UserError where one is being started. */
  remove(ids: readonly string[]): void {
    if (ids.some((id) => id === this.#startingId)) {
      throw new UserError('This one is being started. Stop it once it is in the list of runs.')
    }
    this.#remove(ids)
  }

  /** Takes everything out that is not being started; `undo` puts it back. */
  clear(): void {
    this.#remove(this.#queue.entries.map(({ id }) => id).filter((id) => id !== this.#startingId))
  }

  /** Takes back the last removal; does nothing when there is none. */
  undo(): void {
    if (!this.#removal) return
    this.#change(restoreToQueue(this.#queue, this.#removal))
    this.#removal = null
    this.#say()
    this.#startNext()
  }

  /** Starts nothing more until it is continued. */
  hold(): void {
    this.#change(holdQueue(this.#queue, HELD_BY_PERSON))
  }

  /** Goes on, and tries again what could not be started. */
  continue(): void {
    this.#change(continueQueue(this.#queue))
    this.#startNext()
  }

  /** Starts nothing while `work` is under way: a person's request that ends one run and starts another. */
  async letFirst<T>(work: () => Promise<T>): Promise<T> {
    this.#requests++
    try {
      return await work()
    } finally {
      this.#requests--
      this.#startNext()
    }
  }

  onDidChange(listener: (view: QueueView) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Starts nothing any more; what waits is on the disk. */
  dispose(): void {
    this.#isDisposed = true
    for (const off of this.#offs) off()
    this.#listeners.clear()
  }

  #remove(ids: readonly string[]): void {
    const removal = describeRemoval(this.#queue, ids)
    if (removal.removed.length === 0) return
    this.#change(removeFromQueue(this.#queue, ids))
    this.#removal = removal
    this.#say()
  }

  /** What a held queue says stays; what was said of a file that was damaged has been read by now. */
  #keptReason(): string | null {
    return this.#queue.isHeld ? this.#queue.reason : null
  }

  /** Goes on once a run has ended; a run of the queue that a person stops holds it. */
  #hearRun(record: RunRecord): void {
    const isOwn = record.id === this.#runId
    if (isOwn && (record.state === 'stopping' || record.state === 'stopped')) {
      this.#runId = null
      this.#changeAnyway(holdQueue(this.#queue, `Held because "${record.name}" was stopped.`))
    }
    // In the next turn: the trainer that took the run along is known to be dead by then.
    if (!isActive(record.state)) queueMicrotask(() => this.#startNext())
  }

  /** Starts the entry whose turn it is, if it is the queue's turn at all; a run that a person started goes first. */
  #startNext(): void {
    const { service, host } = this.#options
    const next = findNext(this.#queue)
    const isOthersTurn = this.#startingId !== null || this.#requests > 0 || service.active !== null
    if (!next || this.#isDisposed || isOthersTurn) return
    const { status } = host
    if (status.kind === 'failed') {
      return this.#changeAnyway(holdQueue(this.#queue, describeFailedTrainer(status.reason)))
    }
    if (status.kind === 'ready') void this.#start(next)
  }

  async #start(entry: QueueEntry): Promise<void> {
    const { service, host, store } = this.#options
    this.#startingId = entry.id
    this.#say()
    try {
      const { experiment, datasetId } = { ...entry, experiment: experimentOf(entry) }
      const run = await service.start({ experiment, datasetId })
      this.#startingId = null
      this.#runId = run.id
      this.#changeAnyway(removeFromQueue(this.#queue, [entry.id]))
      // A short run may have ended before this process knew that it is the queue's.
      this.#hearRun(store.getRun(run.id))
    } catch (error) {
      this.#startingId = null
      if (this.#isDisposed) return
      // It is no fault of this one when a person's run came first, or when nothing can be started at all.
      const isItsFault = !service.active && host.status.kind !== 'failed'
      if (isItsFault) this.#changeAnyway(markProblem(this.#queue, entry.id, describe(error)))
      this.#say()
      this.#startNext()
    }
  }

  /** Stores and tells what a person asked for. @throws UserError when it cannot be stored; nothing has changed then. */
  #change(queue: Queue): void {
    writeQueueFile(this.#options.file, queue)
    this.#queue = queue
    this.#say()
  }

  /** Stores and tells what happened, whether it can be stored or not. */
  #changeAnyway(queue: Queue): void {
    try {
      this.#change(queue)
    } catch (error) {
      this.#options.warn((error as Error).message)
      this.#queue = queue
      this.#say()
    }
  }

  #say(): void {
    const { view } = this
    for (const listener of [...this.#listeners]) listener(view)
  }
}

function describeFailedTrainer(reason: string): string {
  return `Held because the trainer is not running. ${reason}`
}

function describe(error: unknown): string {
  const { name, message } = error as Error
  return name === CONNECTION_CLOSED ? 'The trainer stopped while it started this run.' : message
}
