/** Where the training part ends and validation begins. */
import { UserError } from '@shared/contract/define'
import type { DatasetCard } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'

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

/** How many pictures are trained with: Keras' validation_split takes the last ones. @throws UserError when a part would be empty. */
export function computeTrainCount(count: number, validation: ValidationSplit): number {
  if (validation.kind === 'none') return count
  const trainCount = Math.floor(count * (1 - validation.fraction))
  if (trainCount === 0 || trainCount === count) {
    throw new UserError(
      `dataset.validation.fraction ${validation.fraction} of ${count} pictures leaves ${trainCount} to train with and ${count - trainCount} to validate with. Choose another fraction.`
    )
  }
  return trainCount
}
