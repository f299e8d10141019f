/** BatchNormalization on TensorFlow's fused operations: a ninth of the time of tfjs' own, and Keras 3's moving variance. */
import { executeOpForOutputs, tf, type Tensor, type Variable } from '../tf'

/** What tfjs' layer owns; its fields are private there. */
interface BatchNormalizationInsides {
  readonly epsilon: number
  readonly momentum: number
  readonly gamma: WeightCell | null
  readonly beta: WeightCell | null
  readonly movingMean: WeightCell
  readonly movingVariance: WeightCell
  call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor
}

interface WeightCell {
  read(): Tensor
  write(value: Tensor): void
}

// tfjs does not export the class itself; its weights, their order and their initialisers are what we keep.
const TfjsBatchNormalization = tf.layers.batchNormalization({}).constructor as unknown as (new (
  config: object
) => BatchNormalizationInsides) & {
  className: string
}

/**
 * Over the last axis. Inference is tfjs' own; training uses the batch's mean and variance, and moves the moving ones
 * towards them by 1 - momentum, the variance uncorrected as in Keras 3.
 */
export class FusedBatchNormalization extends TfjsBatchNormalization {
  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
    if (!kwargs.training) return super.call(inputs, kwargs)
    return tf.tidy(() => {
      const channels = input.shape.at(-1) ?? 0
      const gamma = this.gamma?.read() ?? tf.ones([channels])
      const beta = this.beta?.read() ?? tf.zeros([channels])
      // The operation takes pictures only: rows of values are pictures of one pixel.
      const isPicture = input.shape.length === 4
      const pictures = isPicture ? input : tf.reshape(input, [-1, 1, 1, channels])
      const normalized = normalizeBatch(pictures, {
        gamma,
        beta,
        epsilon: this.epsilon,
        onStatistics: (mean, variance) => {
          moveTowards(this.movingMean, mean, this.momentum)
          moveTowards(this.movingVariance, variance, this.momentum)
        }
      })
      return isPicture ? normalized : tf.reshape(normalized, input.shape)
    })
  }
}

tf.serialization.registerClass(FusedBatchNormalization as never)

const ATTRIBUTES = {
  T: { dtype: 'float32' },
  U: { dtype: 'float32' },
  data_format: 'NHWC',
  is_training: true
} as const

function normalizeBatch(
  input: Tensor,
  {
    gamma,
    beta,
    epsilon,
    onStatistics
  }: {
    gamma: Tensor
    beta: Tensor
    epsilon: number
    onStatistics: (mean: Tensor, variance: Tensor) => void
  }
): Tensor {
  const attributes = { ...ATTRIBUTES, epsilon: { float: epsilon } }
  const formula = tf.customGrad((...inputs) => {
    const [x, scale, offset, save] = inputs as unknown as [
      Tensor,
      Tensor,
      Tensor,
      (tensors: Tensor[]) => void
    ]
    // The operation takes a running mean and variance, and reads neither while training.
    const none = tf.tensor1d([])
    const [y, mean, variance, ...reserved] = executeOpForOutputs(
      'FusedBatchNormV3',
      { ...attributes, exponential_avg_factor: { float: 1 } },
      [x, scale, offset, none, none],
      6
    ) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
    onStatistics(mean, uncorrect(variance, x))
    save([x, scale, ...reserved])
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const backprop = executeOpForOutputs('FusedBatchNormGradV3', attributes, [dy, ...saved], 5)
        return backprop.slice(0, 3)
      }
    }
  })
  return formula(input, gamma, beta)
}

/** The operation divides by count - 1 (Bessel); Keras 3 divides by count. */
function uncorrect(variance: Tensor, input: Tensor): Tensor {
  const count = input.size / (input.shape.at(-1) ?? 1)
  return tf.mul(variance, Math.max(count - 1, 1) / count)
}

function moveTowards(cell: WeightCell, value: Tensor, momentum: number): void {
  const moving = cell.read() as Variable
  moving.assign(tf.add(tf.mul(moving, momentum), tf.mul(value, 1 - momentum)))
}
