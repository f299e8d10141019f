/** Some pictures of a data set in TensorFlow's memory, to make batches of as a training makes them. */
import type { PictureRequest } from '@shared/pictures'
import { createResidentPart, uploadPictures, type Batch, type Change } from '../resident-dataset'
import type { ShelvedDataset } from './dataset-shelf'
import { pickPictures } from './pictures'

export interface PickedPictures {
  /** Makes a batch of all of them, or of these rows; the caller disposes it. */
  makeBatch(change: Change, rows?: Int32Array): Batch
  dispose(): void
}

/** @throws UserError for a place that the part does not have. */
export function createPickedPictures(
  dataset: ShelvedDataset,
  request: PictureRequest
): PickedPictures {
  const { shape, images, labels: picked } = pickPictures(dataset, request)
  const labels = Int32Array.from(picked)
  const members = labels.map((_, row) => row)
  const bytes = uploadPictures(images, shape)
  return {
    makeBatch: (change, rows = members) =>
      createResidentPart(bytes, { labels, members, change }).gatherBatch(rows),
    dispose: () => bytes.dispose()
  }
}

/** Makes one batch of some pictures and keeps nothing else; the caller disposes it. */
export function gatherPictures(
  dataset: ShelvedDataset,
  request: PictureRequest,
  change: Change
): Batch {
  const pictures = createPickedPictures(dataset, request)
  try {
    return pictures.makeBatch(change)
  } finally {
    pictures.dispose()
  }
}
