/** What a run can be continued with, before anybody has changed anything. */
import { formatCount } from '@shared/format'
import { canGoOn, type CheckpointPlace, type RunRecord } from '@shared/run'

/** A loss that ran away needs a much smaller rate. */
const DIVERGED_RATE_SHARE = 0.1

export interface Suggestion {
  readonly epochs: number
  readonly learningRate: number
}

/** True for a run that failed because its loss became NaN or infinite. */
export function hasDiverged({ state, reason }: RunRecord): boolean {
  return state === 'failed' && reason !== null && /diverged/i.test(reason)
}

/** True when the same run can go on as it was. One that diverged would do so again, with the same bits. */
export function canGoOnUnchanged(record: RunRecord): boolean {
  return canGoOn(record.state) && !hasDiverged(record)
}

/** As many epochs again for a run that has done all of its own; a tenth of the rate for one that diverged. */
export function suggestContinuation(record: RunRecord, place: CheckpointPlace): Suggestion {
  const own = Math.max(1, place.epochs - (record.origin?.epochsDone ?? 0))
  const isDone = place.isComplete || place.epoch > place.epochs
  return {
    epochs: isDone ? place.epoch - 1 + own : place.epochs,
    learningRate: hasDiverged(record)
      ? Number((place.learningRate * DIVERGED_RATE_SHARE).toPrecision(6))
      : place.learningRate
  }
}

/** `Continue at epoch 3, step 213`; a run that only lacks its test has no epoch to go on with. */
export function describeGoingOn({ epoch, step, isComplete }: CheckpointPlace): string {
  return isComplete
    ? 'Continue with the test'
    : `Continue at epoch ${epoch}, step ${formatCount(step)}`
}

/** What the button that opens the dialog says. */
export function describePlanning(record: RunRecord, place: CheckpointPlace): string {
  if (hasDiverged(record)) {
    const { learningRate } = suggestContinuation(record, place)
    return `Continue from step ${formatCount(place.step)} with learning rate ${learningRate}…`
  }
  return record.state === 'finished' ? 'Continue for more epochs…' : 'Continue with changes…'
}
