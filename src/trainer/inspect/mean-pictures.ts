/** What the pictures of a class have in common: the mean of each pixel. */
import type { DataPartName, PictureSheet } from '@shared/pictures'
import { takePart, type ShelvedDataset } from './dataset-shelf'

/** One picture for each class that has some; `labels` says which classes. */
export function computeMeanPictures(dataset: ShelvedDataset, name: DataPartName): PictureSheet {
  const { imageShape, classNames } = dataset.card
  const { images, labels } = takePart(dataset, name)
  const size = imageShape[0] * imageShape[1] * imageShape[2]
  const sums = new Float64Array(classNames.length * size)
  const counts = new Float64Array(classNames.length)
  labels.forEach((label, picture) => {
    counts[label] = (counts[label] ?? 0) + 1
    const [from, to] = [picture * size, label * size]
    for (let place = 0; place < size; place++) {
      sums[to + place] = (sums[to + place] as number) + (images[from + place] as number)
    }
  })
  const seen = [...counts.keys()].filter((label) => (counts[label] as number) > 0)
  const means = new Uint8Array(seen.length * size)
  seen.forEach((label, row) => {
    for (let place = 0; place < size; place++) {
      means[row * size + place] = Math.round(
        (sums[label * size + place] as number) / (counts[label] as number)
      )
    }
  })
  return { shape: [...imageShape], images: means, labels: seen }
}
