/** Where the training part ends and validation begins. */
import { UserError } from '@shared/contract/define'
import type { ValidationSplit } from '@shared/experiment'

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
