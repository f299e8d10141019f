/** A run as people read it: its state, how far it came, and how it ended. */
import { formatCount, formatTestResult } from '@shared/format'
import type { MetricKey } from '@shared/metrics'
import {
  isActive,
  runStateLabels,
  type RunFailure,
  type RunRecord,
  type RunState
} from '@shared/run'
import type { Tone } from './components/tone'

const tones = {
  preparing: 'active',
  training: 'active',
  paused: 'neutral',
  evaluating: 'active',
  stopping: 'active',
  finished: 'good',
  stopped: 'neutral',
  failed: 'bad',
  interrupted: 'warning'
} as const satisfies Record<RunState, Tone>

export function toneOf({ state }: Pick<RunRecord, 'state'>): Tone {
  return tones[state]
}

/** `training · epoch 3 of 10`, `finished · 10 epochs`. */
export function describeState({ state, epochs, epochsDone }: RunRecord): string {
  const label = runStateLabels[state]
  if (isActive(state)) return `${label} · epoch ${Math.min(epochsDone + 1, epochs)} of ${epochs}`
  if (epochsDone === epochs) return `${label} · ${countEpochs(epochs)}`
  return `${label} · ${epochsDone} of ${countEpochs(epochs)}`
}

/** In the tree of runs, the place where it forked says more: `finished · from step 630`. */
export function describeBranch(record: RunRecord): string {
  const { state, origin } = record
  if (!origin) return describeState(record)
  return `${runStateLabels[state]} · from step ${formatCount(origin.step)}`
}

function countEpochs(epochs: number): string {
  return epochs === 1 ? '1 epoch' : `${epochs} epochs`
}

export interface NewestScore {
  readonly value: number | null
  /** The pictures that it was measured on. */
  readonly origin: 'validation' | 'train'
}

/** The value that a run is judged by so far: of the validation pictures if there are any, else the training pictures. */
export function newestScore({ latest }: RunRecord, metric: MetricKey = 'accuracy'): NewestScore {
  const ofValidation = latest[`validation/${metric}`]
  if (ofValidation !== undefined) return { value: ofValidation, origin: 'validation' }
  return { value: latest[`train/${metric}`] ?? null, origin: 'train' }
}

/** What the number of a run is. */
export function describeScore({ origin }: NewestScore): string {
  return origin === 'validation' ? 'Validation accuracy' : `Training accuracy, ${UNVALIDATED} yet`
}

const UNVALIDATED = 'which is no match for that of other pictures: nothing was validated'

/** What a value is that stands, for want of others, among those of the validation pictures. */
export function describeTrainingValue(text: string): string {
  return `${text} of the training pictures, ${UNVALIDATED}`
}

/** The test result as a sentence; null before there is one. */
export function describeTest({ test }: RunRecord): string | null {
  return test && formatTestResult(test)
}

/** `1 run`, `1,000 runs`. */
export function countRuns(count: number): string {
  return count === 1 ? '1 run' : `${formatCount(count)} runs`
}

/** More names would hide what is wrong. */
const MOST_FAILURES_NAMED = 3

/** `2 of 10 runs could not be exported. “a”: The disk is full. “b”: …` */
export function describeFailures(
  failures: readonly RunFailure[],
  total: number,
  verb: string
): string {
  const [first] = failures
  if (total === 1 && first) return first.reason
  const named = failures
    .slice(0, MOST_FAILURES_NAMED)
    .map(({ name, reason }) => `“${name}”: ${reason}`)
  const more = failures.length - named.length
  return [
    `${formatCount(failures.length)} of ${countRuns(total)} could not be ${verb}.`,
    ...named,
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : [])
  ].join(' ')
}
