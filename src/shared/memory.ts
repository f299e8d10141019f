/** What a training takes in memory: an estimate, a batch size that should fit, and what TensorFlow asked for in vain. */
import { formatBytes, formatCount } from './format'
import { countElements } from './layers/layer'
import { analyzeModel, type ModelAnalysis, type ModelGraph } from './model'

const FLOAT_BYTES = 4
/** Each weight, its gradient, and at most two running means of the optimizer. */
const WEIGHT_COPIES = 4
/** Measured: the peak grows by 2.0 to 2.1 times the outputs of all layers for each picture of a batch. */
const ACTIVATION_COPIES = 2.2

/** Bytes that weights and one batch take at most, beside the library and the data set. */
export function estimateTrainingBytes(
  { layers, parameters }: ModelAnalysis,
  batchSize: number
): number {
  const outputs = layers.reduce((sum, { outputShape }) => sum + countElements(outputShape ?? []), 0)
  return FLOAT_BYTES * (WEIGHT_COPIES * parameters + ACTIVATION_COPIES * batchSize * outputs)
}

/**
 * A batch size below the one that was too large: halved until the estimate fits. Null when not even one picture does.
 */
export function suggestBatchSize(
  analysis: ModelAnalysis,
  { batchSize, availableBytes }: { batchSize: number; availableBytes: number }
): number | null {
  for (let size = Math.floor(batchSize / 2); size >= 1; size = Math.floor(size / 2)) {
    if (estimateTrainingBytes(analysis, size) <= availableBytes) return size
  }
  return null
}

/** What to do about a training that ran out of memory, as a sentence. */
export function adviseOnMemory(
  graph: ModelGraph,
  { batchSize, availableBytes }: { batchSize: number; availableBytes: number }
): string {
  const size = suggestBatchSize(analyzeModel(graph), { batchSize, availableBytes })
  return size === null
    ? 'By estimate not even a batch of one picture fits: make the model smaller.'
    : `A batch size of ${formatCount(size)} should fit (now ${formatCount(batchSize)}; this is an estimate).`
}

/** `a tensor of 7000x28x28x64 float values (1.31 GB)`, found in what TensorFlow said; null when it does not say. */
export function findRefusedTensor(text: string): string | null {
  const [, dimensions, type = ''] = /shape\[([\d,]+)\] and type (\w+)/.exec(text) ?? []
  if (!dimensions) return null
  const shape = dimensions.split(',').map(Number)
  const bytes = countElements(shape) * (TYPE_BYTES[type] ?? FLOAT_BYTES)
  return `a tensor of ${shape.join('x')} ${type} values (${formatBytes(bytes)})`
}

const TYPE_BYTES: Readonly<Record<string, number>> = { bool: 1, uint8: 1, double: 8, int64: 8 }
