/** Copies a network's weights out of the device and back, moving statistics included. */
import type { Network } from './build-model'
import { tf, type Variable } from './tf'

/** One weight outside of TensorFlow. */
export interface WeightCopy {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** All weights in the order of the layers. */
export function copyWeights({ model }: Network): WeightCopy[] {
  return model.weights.map((weight) => ({
    // `name` gets a suffix when another network of this process has used it; `originalName` stays.
    name: weight.originalName,
    shape: weight.shape as number[],
    values: weight.read().dataSync<'float32'>()
  }))
}

/** Puts copies back, in the order in which copyWeights gave them. */
export function assignWeights({ model }: Network, copies: readonly WeightCopy[]): void {
  model.weights.forEach((weight, index) => {
    assignValues(weight.read() as Variable, (copies[index] as WeightCopy).values)
  })
}

export function assignValues(variable: Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')))
}
