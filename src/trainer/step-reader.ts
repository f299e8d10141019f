/** Reads the values of several steps at once, so that the loop does not wait for the device after each of them. */
import type { MetricKey } from '@shared/metrics'
import type { MetricRecorder } from './metric-recorder'
import { nameSeries } from './name-series'
import type { MetricValues } from './objective'
import type { PendingValues } from './train-step'
import { createWeightedMeans, type WeightedSums } from './weighted-means'

/** A step whose values lie on the device still. */
export interface UnreadStep {
  readonly step: number
  readonly elapsedMs: number
  /** Examples in the batch. */
  readonly weight: number
  readonly pending: PendingValues
}

/** A step whose loss was no number. */
export interface DivergedStep {
  readonly step: number
  readonly loss: number | undefined
}

export interface StepReader {
  /** Takes a step in; reads all that wait when they are many, or the last reading is a while ago. */
  add(step: UnreadStep): void
  /** Reads what waits, in the order of the steps: before anybody looks at the run from outside. */
  settle(): void
  /** Frees what waits unread; for a run that failed. */
  dispose(): void
  /** The first step whose loss was no number; nothing after it is recorded. */
  readonly diverged: DivergedStep | null
}

/** A step of a millisecond need not wait for the one before; eight of them are read at the price of one. */
const MOST_UNREAD = 8
/** Short enough that nobody sees a delay; steps that take longer are read one by one, each after its end. */
const READ_EVERY_MS = 40

export function createStepReader({
  recorder,
  position,
  wanted
}: {
  recorder: Pick<MetricRecorder, 'log'>
  /** Its sums grow with each step that is read. */
  position: { sums: WeightedSums }
  /** The metrics that are recorded beside the loss. */
  wanted: readonly MetricKey[]
}): StepReader {
  let unread: UnreadStep[] = []
  let diverged: DivergedStep | null = null
  let readAt = -Infinity

  function settle(): void {
    const read = unread.map((one) => ({ ...one, values: one.pending.read() }))
    unread = []
    readAt = performance.now()
    if (diverged || read.length === 0) return
    const end = read.findIndex(({ values }) => !Number.isFinite(values.loss))
    const valid = end < 0 ? read : read.slice(0, end + 1)
    position.sums = addToSums(position.sums, valid)
    diverged = findDivergence(read[end])
    recorder.log(
      'step',
      ...valid.map(({ step, elapsedMs, values }) => ({
        step,
        elapsedMs,
        values: nameSeries('train', values, wanted)
      }))
    )
  }

  return {
    add(step) {
      unread.push(step)
      const isDue = performance.now() - readAt >= READ_EVERY_MS
      if (isDue || unread.length >= MOST_UNREAD) settle()
    },
    settle,
    dispose() {
      for (const { pending } of unread) pending.dispose()
      unread = []
    },
    get diverged() {
      return diverged
    }
  }
}

interface ReadStep extends UnreadStep {
  readonly values: MetricValues
}

function addToSums(before: WeightedSums, steps: readonly ReadStep[]): WeightedSums {
  const means = createWeightedMeans(before)
  for (const { values, weight } of steps) means.add(values, weight)
  return means.getSums()
}

function findDivergence(read: ReadStep | undefined): DivergedStep | null {
  return read ? { step: read.step, loss: read.values.loss } : null
}
