/** Which pictures of the training part are trained with, and which are kept for validation. */
import { UserError } from '@shared/contract/define'
import type { DatasetCard } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'
import { countFold, findFoldError, splitFold } from '@shared/k-fold'
import {
  countStratified,
  findStratifiedError,
  splitStratified,
  type Split
} from '@shared/stratified-split'

/**
 * How many pictures are trained and validated with. A validation part that the set brings is used as it is, in place of
 * the experiment's split. @throws UserError when a part would be empty.
 */
export function countParts(
  { trainCount, validationCount = 0 }: Pick<DatasetCard, 'trainCount' | 'validationCount'>,
  validation: ValidationSplit
): { trainCount: number; validationCount: number } {
  if (validationCount > 0) return { trainCount, validationCount }
  const trained = computeTrainCount(trainCount, validation)
  return { trainCount: trained, validationCount: trainCount - trained }
}

/** How many pictures are trained with. @throws UserError when a part would be empty. */
export function computeTrainCount(count: number, validation: ValidationSplit): number {
  if (validation.kind === 'none') return count
  if (validation.kind === 'k-fold') return count - countFold(count, validation)
  const { fraction } = validation
  const trainCount =
    validation.kind === 'stratified'
      ? count - countStratified(count, fraction)
      : // Keras' validation_split takes the last ones.
        Math.floor(count * (1 - fraction))
  if (trainCount === 0 || trainCount === count) {
    throw new UserError(
      `dataset.validation.fraction ${fraction} of ${count} pictures leaves ${trainCount} to train with and ${count - trainCount} to validate with. Choose another fraction.`
    )
  }
  return trainCount
}

/** The indices of both parts, by the labels of all pictures. @throws UserError when a part, or a class in it, would be empty. */
export function splitTraining(labels: Int32Array, validation: ValidationSplit): Split {
  const trainCount = computeTrainCount(labels.length, validation)
  if (validation.kind === 'k-fold') {
    const reason = findFoldError(labels, validation)
    if (reason !== null) throw new UserError(reason)
    return splitFold(labels, validation)
  }
  if (validation.kind === 'stratified') {
    const reason = findStratifiedError(labels, validation)
    if (reason !== null) throw new UserError(reason)
    return splitStratified(labels, validation)
  }
  const all = Int32Array.from(labels, (_, index) => index)
  return { train: all.slice(0, trainCount), validation: all.slice(trainCount) }
}
