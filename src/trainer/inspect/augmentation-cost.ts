/** What augmentation costs a training, measured on a batch of its own pictures. */
import {
  MEASURED_BATCH,
  type AugmentationCost,
  type AugmentedTraining
} from '@shared/augmentation-preview'
import { UserError } from '@shared/contract/define'
import { fitInput } from '@shared/dataset'
import { median } from '@shared/median'
import { createAugment } from '../augmentation'
import { createChange, disposeBatch, type Batch } from '../resident-dataset'
import { tf } from '../tf'
import type { ShelvedDataset } from './dataset-shelf'
import { gatherPictures } from './picked-pictures'
import { findTrainingShare } from './training-share'

/** The first batches of a kind take longer. */
const WARM_UP_BATCHES = 2
/** Odd, so that one of them is the median. */
const MEASURED_BATCHES = 9

/** @throws UserError as previewAugmentation does. */
export function measureAugmentation(
  dataset: ShelvedDataset,
  { settings, validation, inputShape }: AugmentedTraining
): AugmentationCost {
  const { imageShape } = dataset.card
  const fit = fitInput(imageShape, inputShape ?? imageShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const share = findTrainingShare(dataset, validation)
  const standardization = share.standardize(settings)
  const clock = { step: 0 }
  const augment = createAugment(settings, { seed: 1, clock })
  if (!augment && !standardization) return { microsecondsPerPicture: null }

  const batch = gatherBatch(dataset, share.members)
  // The border of zeros is there without augmentation, too.
  const fitted = createChange({ fit, augment: null, standardization: null })
  const change = createChange({ fit: { kind: 'same' }, augment, standardization })
  const ready = tf.tidy((() => fitted(batch)) as () => never) as Batch
  try {
    const times = Array.from({ length: WARM_UP_BATCHES + MEASURED_BATCHES }, () => {
      clock.step++
      const startedAt = performance.now()
      tf.tidy(() => void change(ready))
      return performance.now() - startedAt
    })
    const milliseconds = median(times.slice(WARM_UP_BATCHES))
    return { microsecondsPerPicture: (milliseconds * 1000) / MEASURED_BATCH }
  } finally {
    disposeBatch(ready)
    disposeBatch(batch)
  }
}

/** A set of fewer pictures is gone through again: what is measured depends on their number alone. */
function gatherBatch(dataset: ShelvedDataset, members: Int32Array): Batch {
  const places = Array.from(
    { length: MEASURED_BATCH },
    (_, index) => members[index % members.length] as number
  )
  return gatherPictures(dataset, { part: 'train', indices: places }, (batch) => batch)
}
