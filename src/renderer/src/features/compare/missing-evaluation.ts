/** Why a run has no evaluation to look at, and what to do, as a sentence. */
import type { EvaluatedPart, EvaluationMoment } from '@shared/evaluation'
import { isActive, type RunRecord } from '@shared/run'
import type { ScoredRun } from '../../stores/compared-scores'

/** Null for a run whose evaluation is here. */
export function describeMissing(
  { record, state }: ScoredRun,
  part: EvaluatedPart,
  moment: EvaluationMoment
): string | null {
  if (state?.kind === 'here') return null
  const { name } = record
  if (state?.kind === 'failed') return `The evaluation of ${name} cannot be read: ${state.reason}`
  if (state?.kind !== 'none') return `The evaluation of ${name} is being read …`
  return `${name} ${describeNone(record, part, moment)}`
}

function describeNone(record: RunRecord, part: EvaluatedPart, moment: EvaluationMoment): string {
  const what = `has no stored evaluation of the ${part} pictures`
  if (isActive(record.state)) return `is still at work: it is evaluated at its end.`
  if (moment === 'best') {
    return `${what} with its best weights: give its experiment ModelCheckpoint, or EarlyStopping that restores the best weights, and train it again.`
  }
  if (record.state !== 'finished') {
    return `${what}: it was ${record.state}. Continue it to its end, or stop a run with “Stop and test”.`
  }
  const split = part === 'validation' ? ', with a validation split in its experiment' : ''
  return `${what}: it may be older than evaluations are. Train it again${split}.`
}
