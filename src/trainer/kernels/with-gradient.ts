/** tf.customGrad with types: a native operation forward, another one backward, and what is kept between them. */
import { tf, type Tensor } from '../tf'

export interface Forward {
  readonly value: Tensor
  /** Kept until the gradient is computed. */
  readonly saved: readonly Tensor[]
  /** The gradients of the inputs, in their order, given that of the value. */
  gradients(dy: Tensor, saved: readonly Tensor[]): Tensor[]
}

/** Runs `forward` on the inputs so that gradients flow through it. */
export function withGradient(inputs: readonly Tensor[], forward: () => Forward): Tensor {
  return tf.customGrad((...given) => {
    const save = given[given.length - 1] as (tensors: Tensor[]) => void
    const { value, saved, gradients } = forward()
    save([...saved])
    return { value, gradFunc: (dy, kept) => gradients(dy, kept) }
  })(...inputs)
}

/** The element `index` of a list that is known to have it. */
export function at<T>(list: readonly T[], index: number): T {
  return list[index] as T
}
