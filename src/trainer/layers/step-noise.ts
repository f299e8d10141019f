/** The one place where layers get random numbers: each is a pure function of the run's seed, the step and the layer. */
import { hash32 } from '@shared/random'
import type { StepClock } from '../step-clock'
import { executeOp, tf, type Tensor } from '../tf'

/** Random tensors of the step at work; the same step of the same run gives the same ones. */
export interface StepNoise {
  /** Evenly in [0, 1). */
  drawUniform(shape: readonly number[]): Tensor
  /** Of mean 0 and deviation 1. */
  drawNormal(shape: readonly number[]): Tensor
}

/** What the noise of all layers follows from. */
export interface NoiseOrigin {
  readonly clock: StepClock
  readonly seed: number
}

/** @param stream tells this consumer from all others: what it does, and the layer's name. */
export function createStepNoise(
  { clock, seed }: NoiseOrigin,
  stream: readonly [string, string]
): StepNoise {
  const [use, name] = stream
  const layerSeed = hash32(`${use}:${seed}:${name}`) | 0
  const draw = (operation: string) => (shape: readonly number[]) =>
    executeOp(
      operation,
      { dtype: { dtype: 'float32' }, T: { dtype: 'int32' }, Tseed: { dtype: 'int32' } },
      [tf.tensor1d([...shape], 'int32'), tf.tensor1d([layerSeed, clock.step], 'int32')]
    )
  return {
    drawUniform: draw('StatelessRandomUniform'),
    drawNormal: draw('StatelessRandomNormal')
  }
}
