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

/** The pictures asked about, copied: the part that they come from is not held for the whole run. */
export interface SamplePictures {
  /** Their places in the part. */
  readonly indices: Int32Array
  readonly labels: readonly number[]
  /** [count, height, width, channels] bytes 0..255. */
  readonly images: Uint8Array
}

export function takeSamples(
  { images, labels }: DataPart,
  { card, count, seed }: { card: DatasetCard; count: number; seed: number }
): SamplePictures {
  const indices = chooseSamples(labels, { count, seed })
  return {
    indices,
    labels: Array.from(indices, (index) => labels[index] as number),
    images: copyPictures(images, indices, card.imageShape)
  }
}

export function createSamplePredictor({
  runId,
  network,
  part,
  pictures: { indices, labels, images },
  card: { classNames, imageShape }
}: {
  runId: string
  network: Network
  part: ResidentPart
  pictures: SamplePictures
  card: DatasetCard
}): SamplePredictor {
  return {
    predict(step) {
      if (indices.length === 0) return null
      const rows = predictRows(network, part, indices)
      if (!rows.every((row) => row.every(Number.isFinite))) return null
      const samples = rows.map((row, place) =>
        toSample(row, { index: indices[place] as number, label: labels[place] as number })
      )
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
