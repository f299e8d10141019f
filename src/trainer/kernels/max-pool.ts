/** Max pooling through oneDNN, whose gradient remembers where each maximum was: about ten times faster than MaxPoolGrad. */
import { executeOp, executeOpForOutputs, tf, type Tensor } from '../tf'
import { channelsLast, float32, nativePadding, oneDnnKernel } from './attributes'
import { at, withGradient } from './with-gradient'

export interface PoolWindow {
  readonly poolSize: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly padding: 'same' | 'valid'
}

/** The largest value of each window of `x` [batch, height, width, channels]. */
export function maxPool(x: Tensor, window: PoolWindow): Tensor {
  return hasOneDnnPooling() ? oneDnnMaxPool(x, window) : plainMaxPool(x, window)
}

export function plainMaxPool(x: Tensor, { poolSize, strides, padding }: PoolWindow): Tensor {
  return tf.maxPool(x as never, [...poolSize], [...strides], padding)
}

export function oneDnnMaxPool(x: Tensor, { poolSize, strides, padding }: PoolWindow): Tensor {
  const attributes = {
    T: float32,
    ksize: [1, ...poolSize, 1],
    strides: [1, ...strides, 1],
    padding: nativePadding(padding),
    ...channelsLast,
    // The workspace holds, for each window, where its maximum was.
    workspace_enabled: true,
    ...oneDnnKernel
  }
  return withGradient([x], () => {
    const [y, workspace] = executeOpForOutputs('_MklNativeMaxPool', attributes, [x], 2) as [
      Tensor,
      Tensor
    ]
    return {
      value: y,
      saved: [x, y, workspace],
      gradients: (dy, saved) => [
        executeOp('_MklNativeMaxPoolGrad', attributes, [
          at(saved, 0),
          at(saved, 1),
          dy,
          at(saved, 2)
        ])
      ]
    }
  })
}

let isAvailable: boolean | null = null

/** Whether this library and device have oneDNN's pooling; found out once, by calling it. */
export function hasOneDnnPooling(): boolean {
  isAvailable ??= tf.tidy(() => {
    try {
      const window = { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } as const
      oneDnnMaxPool(tf.zeros([1, 2, 2, 1]), window)
      return true
    } catch {
      // An unknown kernel is refused with an error, and the plain path is right everywhere.
      return false
    }
  })
  return isAvailable
}
