/** Dropout whose mask is a pure function of seed, step and layer; tfjs' own repeats one mask, or cannot be repeated. */
import type { layers } from '@tensorflow/tfjs-node-gpu'
import { hash32 } from '@shared/random'
import type { StepClock } from '../step-clock'
import { executeOp, tf, type Tensor } from '../tf'

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0]

/** Keras' meaning: while training, a share `rate` of the values is zero and the others are scaled by 1 / (1 - rate). */
export class SeededDropout extends tf.layers.Layer {
  static readonly className = 'Dropout'
  private readonly rate: number
  private source: { clock: StepClock; layerSeed: number } | null = null

  constructor(config: LayerConfig & { rate: number }) {
    super(config)
    this.rate = config.rate
  }

  /** Must be called before the layer trains. */
  attach({ clock, seed }: { clock: StepClock; seed: number }): void {
    this.source = { clock, layerSeed: hash32(`dropout:${seed}:${this.name}`) | 0 }
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
    if (!this.source) throw new Error(`Dropout '${this.name}' was not given a clock.`)
    const { clock, layerSeed } = this.source
    const uniform = executeOp(
      'StatelessRandomUniform',
      { dtype: { dtype: 'float32' }, T: { dtype: 'int32' }, Tseed: { dtype: 'int32' } },
      [tf.tensor1d(shape, 'int32'), tf.tensor1d([layerSeed, clock.step], 'int32')]
    )
    const isKept = tf.cast(tf.greaterEqual(uniform, this.rate), 'float32')
    return tf.mul(isKept, 1 / (1 - this.rate))
  }
}

tf.serialization.registerClass(SeededDropout)
