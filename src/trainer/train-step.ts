/** One training step, and the same look at a batch without learning from it. */
import type { Network } from './build-model'
import { counters } from './metrics/counters'
import { COUNTS, type MetricValues, type Objective } from './objective'
import type { Optimizer } from './optimizers/optimizer'
import type { Batch } from './resident-dataset'
import { tf, type Scalar, type Tensor } from './tf'

export interface Learner {
  readonly network: Network
  readonly objective: Objective
  readonly optimizer: Optimizer
}

/** What looks at a batch without changing it. */
export interface Observer {
  readonly network: Pick<Network, 'computeLogits' | 'computeProbabilities' | 'computePenalty'>
  readonly objective: Objective
}

/** What is to be read of a batch. */
interface Outlook {
  readonly means: Tensor
  /** [batch, outputs]; null when nothing is counted. */
  readonly probabilities: Tensor | null
}

/** The values of a batch, which lie on the device until somebody reads them. */
export interface PendingValues {
  /** Waits for the device, and frees what lay there; once. */
  read(): MetricValues
  /** Frees what lies there, unread. */
  dispose(): void
}

/** Changes the weights once; its values are those of the batch as the weights were before. */
export function takeStep({ network, objective, optimizer }: Learner, batch: Batch): PendingValues {
  let seen: Outlook | undefined
  tf.tidy(() => {
    const { variables } = network
    const { grads } = tf.variableGrads(() => {
      const { loss, outlook } = look({ network, objective }, batch, { isTraining: true })
      seen = keepOutlook(outlook)
      return loss
    }, [...variables])
    const gradients = variables.map((variable) => grads[variable.name] as Tensor)
    optimizer.applyGradients(objective.limitGradients(gradients))
  })
  return createPendingValues(objective, seen as Outlook, batch)
}

/** The labels outlive the batch where they are counted. */
function createPendingValues(objective: Objective, outlook: Outlook, batch: Batch): PendingValues {
  const labels = outlook.probabilities ? tf.keep(batch.labels.clone()) : null
  const dispose = (): void => {
    outlook.means.dispose()
    outlook.probabilities?.dispose()
    labels?.dispose()
  }
  return {
    read() {
      try {
        return readValues(objective, outlook, labels ?? batch.labels)
      } finally {
        dispose()
      }
    },
    dispose
  }
}

/**
 * The values of the batch, as the network is in use: without dropout, with moving statistics. `onLogits` sees [batch,
 * outputs] before softmax or sigmoid, which are freed when it returns.
 */
export function evaluateBatch(
  { network, objective }: Observer,
  batch: Batch,
  onLogits?: (logits: Tensor) => void
): MetricValues {
  return tf.tidy(() => {
    const { outlook, logits } = look({ network, objective }, batch, { isTraining: false })
    onLogits?.(logits)
    return readValues(objective, outlook, batch.labels)
  })
}

/** The loss, with the penalties of the layers as Keras reports it, and all that is to be read. */
function look(
  { network, objective }: Observer,
  batch: Batch,
  mode: { isTraining: boolean }
): { loss: Scalar; outlook: Outlook; logits: Tensor } {
  const logits = network.computeLogits(batch.images, mode)
  const [plainLoss, ...others] = objective.computeMeans(logits, batch.labels, {
    ...mode,
    blend: batch.blend
  })
  const penalty = network.computePenalty()
  const loss = penalty ? tf.add<Scalar>(plainLoss, penalty) : plainLoss
  const isCounting = objective.counters.length > 0
  const probabilities = isCounting ? network.computeProbabilities(logits) : null
  return { loss, outlook: { means: tf.stack([loss, ...others]), probabilities }, logits }
}

/** All but the loss would be freed with the gradients; the values are read after the step is on its way. */
function keepOutlook({ means, probabilities }: Outlook): Outlook {
  return { means: tf.keep(means), probabilities: probabilities && tf.keep(probabilities) }
}

/** The one place where anything waits for the device: a handful of numbers, or the answers where they are counted. */
function readValues(
  { keys, counters: wanted }: Objective,
  { means, probabilities }: Outlook,
  labels: Tensor
): MetricValues {
  const values = means.dataSync()
  const read = Object.fromEntries(keys.map((key, index) => [key, values[index]]))
  if (!probabilities) return read
  const scored = {
    probabilities: probabilities.dataSync(),
    labels: labels.dataSync(),
    outputs: probabilities.shape.at(-1) ?? 0
  }
  const counts = Object.fromEntries(wanted.map((counter) => [counter, counters[counter](scored)]))
  return { ...read, [COUNTS]: counts }
}
