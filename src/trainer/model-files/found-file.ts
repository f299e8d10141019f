/** What a reader of model files gives. */
import type { ModelFileFormat } from '@shared/model-file'

/** One tensor of weights as a file has it. */
export interface FileTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export interface FoundFile {
  readonly format: ModelFileFormat
  /** As parsed, and not yet trusted. */
  readonly topology: unknown
  /** The tensors of each layer in Keras' order, by the layer's name; null when the file has none. */
  readonly weights: ReadonlyMap<string, readonly FileTensor[]> | null
}

/** More than VGG16 with its top. */
export const MOST_BYTES = 2_000_000_000
