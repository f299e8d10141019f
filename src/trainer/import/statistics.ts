/** Computes what the pixels of a set are: exactly, from the counts of the 256 values. */
import type { DatasetCard } from '@shared/dataset'
import type { DatasetStatistics, Moments, PartStatistics } from '@shared/imported-dataset'
import type { DataPart, LoadedDataset } from '../datasets/dataset'

const VALUES = 256
/** As the network sees bytes. */
const SCALE = 255

export function computeStatistics(card: DatasetCard, dataset: LoadedDataset): DatasetStatistics {
  const parts: [PartStatistics['name'], DataPart | undefined][] = [
    ['train', dataset.train],
    ['validation', dataset.validation],
    ['test', dataset.test]
  ]
  return {
    card,
    parts: parts.flatMap(([name, part]) => (part ? [describePart(name, part, card)] : []))
  }
}

function describePart(
  name: PartStatistics['name'],
  { images, labels }: DataPart,
  { imageShape, classNames }: DatasetCard
): PartStatistics {
  const channels = imageShape[2]
  const counts = countValues(images, channels)
  const all = Float64Array.from({ length: VALUES }, (_, value) =>
    counts.reduce((sum, channel) => sum + (channel[value] as number), 0)
  )
  const classCounts = new Array<number>(classNames.length).fill(0)
  for (const label of labels) classCounts[label] = (classCounts[label] ?? 0) + 1
  return {
    name,
    shape: [labels.length, ...imageShape],
    dtype: 'uint8',
    values: describeValues(all),
    channels: counts.map(describeValues),
    classCounts
  }
}

/** How often each value occurs, one list a channel. */
function countValues(images: Uint8Array, channels: number): Float64Array[] {
  const counts = Array.from({ length: channels }, () => new Float64Array(VALUES))
  for (let channel = 0; channel < channels; channel++) {
    const count = counts[channel] as Float64Array
    for (let at = channel; at < images.length; at += channels) {
      const value = images[at] as number
      count[value] = (count[value] as number) + 1
    }
  }
  return counts
}

function describeValues(counts: Float64Array): { raw: Moments; scaled: Moments } {
  const raw = computeMoments(counts)
  return {
    raw,
    scaled: {
      min: raw.min / SCALE,
      max: raw.max / SCALE,
      mean: raw.mean / SCALE,
      standardDeviation: raw.standardDeviation / SCALE
    }
  }
}

function computeMoments(counts: Float64Array): Moments {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return { min: 0, max: 0, mean: 0, standardDeviation: 0 }
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total
  const squares = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0)
  return {
    min: counts.findIndex((count) => count > 0),
    max: VALUES - 1 - [...counts].reverse().findIndex((count) => count > 0),
    mean,
    standardDeviation: Math.sqrt(squares / total)
  }
}
