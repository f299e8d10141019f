/** The kinds of validation splits, what each does, and what one begins with. */
import type { ValidationSplit } from '@shared/experiment'

interface SplitKind {
  readonly label: string
  readonly help: string
  /** What it begins with, from the split that was there before. */
  start(before: ValidationSplit): ValidationSplit
}

/** The lecture's, and Keras' own example. */
const FIRST_FRACTION = 0.2
const FIRST_FOLDS = 5
/** The lecture's random_state. */
const FIRST_SEED = 20

export const splitKinds: Readonly<Record<ValidationSplit['kind'], SplitKind>> = {
  none: {
    label: 'None',
    help: 'Everything is trained with. Over-fitting cannot be seen while it trains.',
    start: () => ({ kind: 'none' })
  },
  'last-fraction': {
    label: 'Last fraction',
    help: 'Keras’ validation_split: the last pictures, taken before any shuffling, so that results compare with Keras’.',
    start: (before) => ({ kind: 'last-fraction', fraction: fractionOf(before) })
  },
  stratified: {
    label: 'Stratified',
    help: 'scikit-learn’s train_test_split(stratify=labels, random_state=seed): drawn at random, with the same share of each class.',
    start: (before) => ({
      kind: 'stratified',
      fraction: fractionOf(before),
      seed: seedOf(before)
    })
  },
  'k-fold': {
    label: 'k-fold',
    help: 'scikit-learn’s KFold or StratifiedKFold(shuffle=True, random_state=seed): each picture validates in one of k runs. Queue all folds, and their mean says how much is chance.',
    start: (before) => ({
      kind: 'k-fold',
      folds: FIRST_FOLDS,
      fold: 1,
      seed: seedOf(before),
      isStratified: true
    })
  }
}

function fractionOf(split: ValidationSplit): number {
  return 'fraction' in split ? split.fraction : FIRST_FRACTION
}

function seedOf(split: ValidationSplit): number {
  return 'seed' in split ? split.seed : FIRST_SEED
}

/** Whether the classes are equal on both sides, in words. */
export function describeSides(
  train: readonly number[],
  validation: readonly number[],
  names: readonly string[]
): string {
  const total = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0)
  const [trained, validated] = [total(train), total(validation)]
  if (validated === 0) return 'No pictures are set aside.'
  const share = validated / (trained + validated)
  const drifts = names.map((name, index) => {
    const all = (train[index] ?? 0) + (validation[index] ?? 0)
    return { name, drift: all === 0 ? 0 : (validation[index] ?? 0) / (all * share) - 1 }
  })
  const worst = drifts.reduce((a, b) => (Math.abs(b.drift) > Math.abs(a.drift) ? b : a))
  const percent = Math.abs(worst.drift * 100)
  if (percent < 1) return 'Each class has the same share on both sides.'
  const more = worst.drift > 0 ? 'more' : 'fewer'
  return `The classes differ: validation has ${percent.toFixed(0)} % ${more} of ${worst.name} than its share.`
}
