/** MaxPooling2D on the fastest pooling this machine has; everything else is tfjs' layer. */
import { maxPool } from '../kernels/max-pool'
import { tf, type Tensor } from '../tf'

/** What tfjs' layer calls with its own settings; protected there. */
interface Pooling2DInsides {
  poolingFunction(
    inputs: Tensor,
    poolSize: [number, number],
    strides: [number, number],
    padding: 'same' | 'valid'
  ): Tensor
}

const TfjsMaxPooling2D = tf.layers.maxPooling2d({}).constructor as unknown as (new (
  config: object
) => Pooling2DInsides) & { className: string }

export class NativeMaxPooling2D extends TfjsMaxPooling2D {
  override poolingFunction(
    inputs: Tensor,
    poolSize: [number, number],
    strides: [number, number],
    padding: 'same' | 'valid'
  ): Tensor {
    return maxPool(inputs, { poolSize, strides, padding })
  }
}

tf.serialization.registerClass(NativeMaxPooling2D as never)
