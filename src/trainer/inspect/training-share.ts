/** What a training takes of a set's training part: which pictures, and how it would standardise them. Kept, for a slider asks often. */
import { completeAugmentation, type AugmentationSettings } from '@shared/augmentation'
import type { ValidationSplit } from '@shared/experiment'
import { measureStandardization, type Standardization } from '../augmentation/standardization'
import { splitTraining } from '../validation-split'
import type { ShelvedDataset } from './dataset-shelf'

export interface TrainingShare {
  /** Places in the training part, in the order of the split. */
  readonly members: Int32Array
  isMember(place: number): boolean
  standardize(settings: AugmentationSettings): Standardization | null
}

/** @throws UserError when a part of the split would be empty. */
export function findTrainingShare(
  dataset: ShelvedDataset,
  validation: ValidationSplit
): TrainingShare {
  const shares = known.get(dataset) ?? new Map<string, TrainingShare>()
  known.set(dataset, shares)
  // A validation part that the set brings is used in place of the split.
  const key = JSON.stringify(dataset.validation ? { kind: 'none' } : validation)
  const share = shares.get(key) ?? createShare(dataset, JSON.parse(key) as ValidationSplit)
  shares.set(key, share)
  return share
}

/** Gone with the set itself. */
const known = new WeakMap<ShelvedDataset, Map<string, TrainingShare>>()

function createShare(dataset: ShelvedDataset, validation: ValidationSplit): TrainingShare {
  const { train: members } = splitTraining(dataset.train.labels, validation)
  const isMember = new Set(members)
  const measured = new Map<string, Standardization | null>()
  return {
    members,
    isMember: (place) => isMember.has(place),
    standardize(settings) {
      const augmentation = completeAugmentation(settings)
      const key = `${augmentation.featurewise_center} ${augmentation.featurewise_std_normalization}`
      if (!measured.has(key)) {
        const pictures = {
          images: dataset.train.images,
          indices: members,
          pictureShape: dataset.card.imageShape
        }
        measured.set(key, measureStandardization(pictures, augmentation))
      }
      return measured.get(key) ?? null
    }
  }
}
