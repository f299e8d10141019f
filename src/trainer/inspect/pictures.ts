/** Picks pictures of a data set, as bytes. */
import { UserError } from '@shared/contract/define'
import type { PictureRequest, PictureSheet } from '@shared/pictures'
import { takePart, type ShelvedDataset } from './dataset-shelf'

/** @throws UserError for a place that the part does not have. */
export function pickPictures(
  dataset: ShelvedDataset,
  { part: name, indices }: PictureRequest
): PictureSheet {
  const { imageShape, label } = dataset.card
  const { images, labels } = takePart(dataset, name)
  const size = imageShape[0] * imageShape[1] * imageShape[2]
  const sheet = new Uint8Array(indices.length * size)
  indices.forEach((index, place) => {
    if (index >= labels.length) {
      throw new UserError(
        `The ${name} part of ${label} has ${labels.length} pictures; there is none at place ${index}.`
      )
    }
    sheet.set(images.subarray(index * size, (index + 1) * size), place * size)
  })
  return {
    shape: [...imageShape],
    images: sheet,
    labels: indices.map((index) => labels[index] as number)
  }
}
