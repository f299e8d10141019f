/** Both sides of a validation split, by the function that training splits with. */
import type { ValidationSplit } from '@shared/experiment'
import type { SplitDescription } from '@shared/split-description'
import { splitTraining } from '../validation-split'
import type { ShelvedDataset } from './dataset-shelf'

const FIRST = 8

/** @throws UserError when a side, or a class in it, would be empty. */
export function describeSplit(
  { train, validation: own, card: { classNames } }: ShelvedDataset,
  validation: ValidationSplit
): SplitDescription {
  const describe = (labels: Int32Array, members: Int32Array): SplitDescription['train'] => {
    const classCounts = new Array<number>(classNames.length).fill(0)
    for (const index of members) {
      const label = labels[index] as number
      classCounts[label] = (classCounts[label] ?? 0) + 1
    }
    return { count: members.length, classCounts, first: [...members.subarray(0, FIRST)] }
  }
  const all = (labels: Int32Array): Int32Array => Int32Array.from(labels, (_, index) => index)
  if (own) {
    return {
      train: describe(train.labels, all(train.labels)),
      validation: describe(own.labels, all(own.labels)),
      isOwnPart: true
    }
  }
  const sides = splitTraining(train.labels, validation)
  return {
    train: describe(train.labels, sides.train),
    validation: describe(train.labels, sides.validation),
    isOwnPart: false
  }
}
