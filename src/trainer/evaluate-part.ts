/** Lets every picture of a part flow through the network once, batch by batch, without learning from it. */
import type { Experiment } from '@shared/experiment'
import type { MetricValues } from './objective'
import type { ProgressMeter } from './progress-meter'
import { disposeBatch, type ResidentPart } from './resident-dataset'
import type { Tensor } from './tf'
import { evaluateBatch, type Observer } from './train-step'
import { createWeightedMeans } from './weighted-means'

export interface Evaluating {
  readonly training: Pick<Experiment['training'], 'batchSize'>
  readonly learner: Observer
  readonly progress: ProgressMeter
  /** The epoch at work, from 1, and the batches of it that were trained. */
  readonly position: { readonly epoch: number; readonly batch: number }
}

export interface EvaluationPass {
  readonly phase: 'validating' | 'testing'
  /** Asked before each batch; false ends the pass. */
  takeTurn(): Promise<boolean>
  /** Sees what the network says of each batch, in the order of the part. */
  onLogits(logits: Tensor): void
}

/** The means over a whole part; null as soon as a turn is not given. */
export async function evaluatePart(
  { learner, training, progress, position }: Evaluating,
  part: ResidentPart,
  { phase, takeTurn, onLogits }: EvaluationPass
): Promise<MetricValues | null> {
  const order = Int32Array.from({ length: part.count }, (_, index) => index)
  const means = createWeightedMeans()
  progress.beginPhase(phase, {
    // Between two epochs, the one that was done.
    epoch: position.batch > 0 ? position.epoch : position.epoch - 1,
    stepsInPhase: Math.ceil(part.count / training.batchSize)
  })
  for (const indices of splitBatches(order, training.batchSize)) {
    if (!(await takeTurn())) return null
    const startedAt = performance.now()
    means.add(
      withBatch(part, indices, (batch) => evaluateBatch(learner, batch, onLogits)),
      indices.length
    )
    progress.didStep(performance.now() - startedAt)
  }
  return means.getMeans()
}

/** The last batch holds what is left, as in Keras. */
export function* splitBatches(
  order: Int32Array,
  batchSize: number,
  firstBatch = 0
): Generator<Int32Array> {
  for (let start = firstBatch * batchSize; start < order.length; start += batchSize) {
    yield order.slice(start, start + batchSize)
  }
}

/** Makes a batch, and frees it when it was used. */
export function withBatch<T>(
  part: ResidentPart,
  indices: Int32Array,
  use: (batch: ReturnType<ResidentPart['gatherBatch']>) => T
): T {
  const batch = part.gatherBatch(indices)
  try {
    return use(batch)
  } finally {
    disposeBatch(batch)
  }
}
