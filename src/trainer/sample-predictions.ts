/** Asks the network, now and then, about the same few pictures of the test set. */
import type { DatasetCard } from '@shared/dataset'
import type { PredictionBatch, SamplePrediction } from '@shared/predictions'
import type { Network } from './build-model'
import { chooseSamples } from './choose-samples'
import type { DataPart } from './datasets/dataset'
import type { ResidentPart } from './resident-dataset'
import { tf } from './tf'

export interface SamplePredictor {
  /** The predictions after `step` steps; null when there are no pictures, or the network gives no numbers any more. */
  predict(step: number): PredictionBatch | null
}

export function createSamplePredictor({
  runId,
  network,
  part,
  pictures,
  card,
  count,
  seed
}: {
  runId: string
  network: Network
  part: ResidentPart
  pictures: DataPart
  card: DatasetCard
  count: number
  seed: number
}): SamplePredictor {
  const indices = chooseSamples(pictures.labels, { count, seed })
  const images = copyPictures(pictures.images, indices, card.imageShape)
  const labels = indices.map((index) => pictures.labels[index] as number)
  return {
    predict(step) {
      if (indices.length === 0) return null
      const rows = predictRows(network, part, indices)
      if (!rows.every((row) => row.every(Number.isFinite))) return null
      const samples = rows.map((row, place) =>
        toSample(row, { index: indices[place] as number, label: labels[place] as number })
      )
      const { classNames, imageShape } = card
      return { runId, step, classNames, imageShape, images, samples }
    }
  }
}

/** Probabilities, one row a picture. */
function predictRows(network: Network, part: ResidentPart, indices: Int32Array): number[][] {
  return tf.tidy(() => {
    const { images } = part.gatherBatch(indices)
    const logits = network.computeLogits(images, { isTraining: false })
    return network.computeProbabilities(logits).arraySync() as number[][]
  })
}

function toSample(
  row: readonly number[],
  { index, label }: { index: number; label: number }
): SamplePrediction {
  // A single output is the probability of class 1.
  const [yes = 0] = row
  const probabilities = row.length === 1 ? [1 - yes, yes] : [...row]
  const probability = Math.max(...probabilities)
  return { index, label, predicted: probabilities.indexOf(probability), probability, probabilities }
}

function copyPictures(
  all: Uint8Array,
  indices: Int32Array,
  imageShape: DatasetCard['imageShape']
): Uint8Array {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const copies = new Uint8Array(indices.length * pixels)
  indices.forEach((index, place) => {
    copies.set(all.subarray(index * pixels, (index + 1) * pixels), place * pixels)
  })
  return copies
}
