/** Flatten that takes rows as well, as Keras' does; tfjs refuses what is flat already. */
import type { layers } from '@tensorflow/tfjs-node-gpu'
import { tf } from '../tf'

const TfjsFlatten = tf.layers.flatten().constructor as unknown as (new (
  config: object
) => layers.Layer) & { className: string }

export class KerasFlatten extends TfjsFlatten {
  constructor(config: object) {
    super(config)
    this.inputSpec = [{ minNDim: 2 } as layers.Layer['inputSpec'][number]]
  }
}

tf.serialization.registerClass(KerasFlatten as never)
