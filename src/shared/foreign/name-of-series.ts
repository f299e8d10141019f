/** What another program calls a series, in our words: `val_acc`, `Loss/train`, `epoch_accuracy`. */
import { metricKeys, metrics, type DataPart, type MetricKey } from '../metrics'

const parts: Readonly<Record<string, DataPart>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'validation',
  evaluation: 'validation'
}

const metricNames: ReadonlyMap<string, MetricKey> = new Map([
  ...metricKeys.flatMap((key): [string, MetricKey][] => [
    [key.toLowerCase(), key],
    [metrics[key].kerasName, key]
  ]),
  ['acc', 'accuracy'],
  ['categorical_accuracy', 'accuracy'],
  ['sparse_categorical_accuracy', 'accuracy'],
  ['binary_accuracy', 'accuracy'],
  ['sparse_top_k_categorical_accuracy', 'topKAccuracy'],
  ['top_5_accuracy', 'topKAccuracy'],
  ['top5_accuracy', 'topKAccuracy'],
  ['top5', 'topKAccuracy'],
  ['top5_acc', 'topKAccuracy'],
  ['f1score', 'f1']
])

/** The part of the data that a folder or a word means; null for any other word. */
export function findPart(word: string): DataPart | null {
  const key = word.toLowerCase()
  return Object.hasOwn(parts, key) ? (parts[key] ?? null) : null
}

/** The metric that a name means; null when it is none of ours. */
export function findMetric(name: string): MetricKey | null {
  return metricNames.get(name.toLowerCase()) ?? null
}

/** Takes a name apart into its part and its metric; null when what remains is no metric. */
export function readSeriesName(name: string): { metric: MetricKey; part: DataPart | null } | null {
  const words = name.split(/[/_.\-\s]+/).filter((word) => word !== '')
  const index = words.findIndex((word) => findPart(word) !== null)
  const rest = words.filter((_, place) => place !== index)
  const metric = findMetric(rest.join('_'))
  return metric && { metric, part: index === -1 ? null : findPart(words[index] ?? '') }
}
