/** Why a run has no evaluation to look at, and what to do, as a sentence. */
import { mayLackEvaluations, type EvaluatedPart, type EvaluationMoment } from '@shared/evaluation'
import { isActive, type RunRecord } from '@shared/run'
import type { ScoredRun } from '../../stores/compared-scores'

/** Null for a run whose evaluation is here. */
export function describeMissing(
  run: ScoredRun,
  part: EvaluatedPart,
  moment: EvaluationMoment
): string | null {
  const { record, state } = run
  if (state?.kind === 'here') return null
  const { name } = record
  if (state?.kind === 'failed') return `The evaluation of ${name} cannot be read: ${state.reason}`
  if (state?.kind !== 'none') return `The evaluation of ${name} is being read …`
  return `${name} ${describeNone(run, part, moment)}`
}

function describeNone(
  { record, wasMade }: ScoredRun,
  part: EvaluatedPart,
  moment: EvaluationMoment
): string {
  const what = `has no stored evaluation of the ${part} pictures`
  const { importedFrom } = record
  if (isActive(record.state)) return 'is still at work: it is evaluated at its end.'
  if (importedFrom !== null) {
    const weights = moment === 'best' ? ' with its best weights' : ''
    return `${what}${weights}: ${importedFrom} came without it.`
  }
  // One that came to its end has stored what its best weights gave, where they are others than those of the end.
  if (moment === 'best' && (wasMade || !mayLackEvaluations(record))) {
    return 'has no best weights beside those of its end: look at its end, or give its experiment ModelCheckpoint, or EarlyStopping that restores the best weights, and train it again.'
  }
  if (!hasPart(record, part)) {
    return 'has no validation pictures: give its experiment a validation split, and train it again.'
  }
  if (moment === 'best') {
    return `${what} with its best weights: it ended before that was made. Evaluate it from its checkpoint.`
  }
  return `${what}. Evaluate it from its checkpoint, or train it again.`
}

/** True for a run whose evaluation is there and could not be read: it may be by now. */
export function canRetry({ state }: ScoredRun): boolean {
  return state?.kind === 'failed'
}

/** True for a run whose evaluation may be computed now, from its newest checkpoint. */
export function canEvaluate(
  { record, state, wasMade }: ScoredRun,
  part: EvaluatedPart,
  moment: EvaluationMoment
): boolean {
  const isEnded = !isActive(record.state) && record.importedFrom === null
  const isLacking = moment === 'end' || mayLackEvaluations(record)
  return state?.kind === 'none' && !wasMade && isEnded && isLacking && hasPart(record, part)
}

/** Every set has test pictures; a run without validation pictures has no value of them. */
function hasPart({ latest }: RunRecord, part: EvaluatedPart): boolean {
  return part === 'test' || Object.keys(latest).some((name) => name.startsWith('validation/'))
}
