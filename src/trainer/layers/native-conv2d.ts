/** Conv2D with its bias on the fastest way that this machine has; everything else is tfjs' layer. */
import { installReluGradient } from '../kernels/relu'
import { tf, type Tensor } from '../tf'
import { convolve2d } from './convolve2d'

/** What tfjs' layer owns; its fields are protected there. */
interface Conv2DInsides {
  readonly kernel: { read(): Tensor }
  readonly bias: { read(): Tensor } | null
  readonly strides: [number, number]
  readonly padding: 'same' | 'valid'
  readonly dilationRate: [number, number]
  readonly activation: { apply(x: Tensor): Tensor } | null
  call(inputs: Tensor | Tensor[], kwargs: object): Tensor
}

const TfjsConv2D = tf.layers.conv2d({ filters: 1, kernelSize: 1 }).constructor as unknown as (new (
  config: object
) => Conv2DInsides) & { className: string }

export class NativeConv2D extends TfjsConv2D {
  override call(inputs: Tensor | Tensor[]): Tensor {
    const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
    return tf.tidy(() => {
      const biased = convolve2d(input, this.kernel.read(), this.bias?.read(), this)
      return this.activation ? this.activation.apply(biased) : biased
    })
  }
}

installReluGradient()
tf.serialization.registerClass(NativeConv2D as never)
