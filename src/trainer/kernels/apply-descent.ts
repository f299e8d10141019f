/** Gradient descent on a variable in one operation, without and with momentum. */
import { executeOpForOutputs, type Tensor } from '../tf'
import { float32 } from './attributes'
import type { Resource } from './resource'

const attributes = { T: float32, use_locking: false }

/** value -= rate g. @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/ResourceApplyGradientDescent */
export function applyDescent(value: Resource, gradient: Tensor, rate: Tensor): void {
  executeOpForOutputs('ResourceApplyGradientDescent', attributes, [value.handle, rate, gradient], 0)
}

/**
 * velocity = velocity momentum - rate g, value += velocity; Nesterov's takes that step once more from the new velocity.
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/ResourceApplyKerasMomentum
 */
export function applyMomentum(
  { value, velocity }: { value: Resource; velocity: Resource },
  gradient: Tensor,
  { rate, momentum, isNesterov }: { rate: Tensor; momentum: Tensor; isNesterov: boolean }
): void {
  executeOpForOutputs(
    'ResourceApplyKerasMomentum',
    { ...attributes, use_nesterov: isNesterov },
    [value.handle, velocity.handle, rate, gradient, momentum],
    0
  )
}
