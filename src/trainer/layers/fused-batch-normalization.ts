/** BatchNormalization on TensorFlow's fused operations: a ninth of the time of tfjs' own, and Keras 3's moving variance. */
import { normalizeBatch } from '../kernels/batch-normalization'
import { tf, type Tensor, type Variable } from '../tf'

/** What tfjs' layer owns; its fields are private there. */
interface BatchNormalizationInsides {
  readonly epsilon: number
  readonly momentum: number
  readonly trainable: boolean
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
  constructor(config: object) {
    // The channels are the last axis, by whatever number the model names it.
    super({ ...config, axis: -1 })
  }

  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
    // Keras: a frozen layer normalises as in use, and its statistics rest.
    if (!kwargs.training || !this.trainable) return this.normalizeAsInUse(input)
    return tf.tidy(() => {
      const channels = input.shape.at(-1) ?? 0
      const gamma = this.gamma?.read() ?? tf.ones([channels])
      const beta = this.beta?.read() ?? tf.zeros([channels])
      // The operation takes pictures only: rows of values are pictures of one pixel.
      const isPicture = input.shape.length === 4
      const pictures = isPicture ? input : tf.reshape(input, [-1, 1, 1, channels])
      const { epsilon, momentum, movingMean, movingVariance } = this
      const moving = { mean: movingMean.read(), variance: movingVariance.read() }
      const options = { epsilon, momentum, moving }
      const { value, mean, variance } = normalizeBatch(pictures, gamma, beta, options)
      replaceValue(movingMean, mean)
      replaceValue(movingVariance, variance)
      return isPicture ? value : tf.reshape(value, input.shape)
    })
  }

  /** tfjs knows rows and pictures; the places of a sequence or a volume are rows of channels. */
  private normalizeAsInUse(input: Tensor): Tensor {
    if (input.shape.length === 2 || input.shape.length === 4) {
      return super.call(input, { training: false })
    }
    return tf.tidy(() => {
      const rows = tf.reshape(input, [-1, input.shape.at(-1) ?? 0])
      return tf.reshape(super.call(rows, { training: false }), input.shape)
    })
  }
}

tf.serialization.registerClass(FusedBatchNormalization as never)

/** The new value outlived the kernel's own scope; from here on the cell owns it. */
function replaceValue(cell: WeightCell, value: Tensor): void {
  const variable = cell.read() as Variable
  variable.assign(value)
  value.dispose()
}
