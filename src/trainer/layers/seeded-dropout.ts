/** Dropout whose mask is a pure function of seed, step and layer; tfjs' own repeats one mask, or cannot be repeated. */
import type { layers } from '@tensorflow/tfjs-node-gpu'
import { tf, type Tensor } from '../tf'
import { createStepNoise, type NoiseOrigin, type StepNoise } from './step-noise'

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0]

/** Keras' meaning: while training, a share `rate` of the values is zero and the others are scaled by 1 / (1 - rate). */
export class SeededDropout extends tf.layers.Layer {
  static readonly className = 'Dropout'
  private readonly rate: number
  private noise: StepNoise | null = null

  constructor(config: LayerConfig & { rate: number }) {
    super(config)
    this.rate = config.rate
  }

  /** Must be called before the layer trains. */
  attach(origin: NoiseOrigin): void {
    this.noise = createStepNoise(origin, ['dropout', this.name])
  }

  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
    if (!kwargs.training || this.rate === 0) return tf.clone(input)
    return tf.tidy(() => tf.mul(input, this.drawMask(input.shape)))
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape
  }

  private drawMask(shape: number[]): Tensor {
    if (!this.noise) throw new Error(`Dropout '${this.name}' was not given a clock.`)
    const isKept = tf.cast(tf.greaterEqual(this.noise.drawUniform(shape), this.rate), 'float32')
    return tf.mul(isKept, 1 / (1 - this.rate))
  }
}

tf.serialization.registerClass(SeededDropout)
