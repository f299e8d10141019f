/** One training step, and the same look at a batch without learning from it. */
import type { Network } from './build-model'
import type { MetricValues, Objective } from './objective'
import type { Optimizer } from './optimizers/optimizer'
import type { Batch } from './resident-dataset'
import { tf, type Scalar, type Tensor } from './tf'

export interface Learner {
  readonly network: Network
  readonly objective: Objective
  readonly optimizer: Optimizer
}

/** Changes the weights once and gives the means over the batch as they were before. */
export function takeStep({ network, objective, optimizer }: Learner, batch: Batch): MetricValues {
  return tf.tidy(() => {
    const { variables } = network
    let means: Tensor | undefined
    const { grads } = tf.variableGrads(() => {
      const scalars = computeMeans({ network, objective }, batch, { isTraining: true })
      // All but what is returned would be freed; the means are read after the step is on its way.
      means = tf.keep(tf.stack([...scalars]))
      return scalars[0]
    }, [...variables])
    const gradients = variables.map((variable) => grads[variable.name] as Tensor)
    optimizer.applyGradients(objective.limitGradients(gradients))
    const values = readMeans(objective, means as Tensor)
    means?.dispose()
    return values
  })
}

/** The means over the batch, as the network is in use: without dropout, with moving statistics. */
export function evaluateBatch(
  { network, objective }: Pick<Learner, 'network' | 'objective'>,
  batch: Batch
): MetricValues {
  return tf.tidy(() => {
    const means = computeMeans({ network, objective }, batch, { isTraining: false })
    return readMeans(objective, tf.stack([...means]))
  })
}

/** The loss, with the penalties of the layers as Keras reports it, then the metrics. */
function computeMeans(
  { network, objective }: Pick<Learner, 'network' | 'objective'>,
  batch: Batch,
  mode: { isTraining: boolean }
): readonly [Scalar, ...Scalar[]] {
  const logits = network.computeLogits(batch.images, mode)
  const [loss, ...others] = objective.computeMeans(logits, batch.labels, mode)
  const penalty = network.computePenalty()
  return [penalty ? tf.add<Scalar>(loss, penalty) : loss, ...others]
}

/** The one place where the loop waits for the device: a handful of numbers. */
function readMeans({ keys }: Objective, means: Tensor): MetricValues {
  const values = means.dataSync()
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]))
}
