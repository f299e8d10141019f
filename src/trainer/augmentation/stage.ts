/** What one augmentation is to the trainer: whole batches in, whole batches out, drawn from streams that it is handed. */
import type { Augmentation, AugmentationKey } from '@shared/augmentation'
import type { RandomStream } from '@shared/random'
import type { Batch } from '../resident-dataset'

/** The stream of one augmentation for the batch at hand: it follows from seed, step and name alone. */
export type DrawStream = (name: AugmentationKey) => RandomStream

/** To add one: one file with this, and its line in the table. */
export interface AugmentationStage {
  readonly isWanted: (settings: Augmentation) => boolean
  /** Changes a batch without disposing it; runs within tf.tidy. */
  readonly change: (batch: Batch, settings: Augmentation, draw: DrawStream) => Batch
}

/** `count` numbers of [from, to). */
export function drawUniform(
  stream: RandomStream,
  count: number,
  [from, to]: readonly [number, number]
): number[] {
  return Array.from({ length: count }, () => from + (to - from) * stream.nextFloat())
}
