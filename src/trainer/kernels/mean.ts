/** The mean's gradient as a stretched value, where tfjs fills an array of ones in JavaScript and multiplies with it. */
import { executeOp, tf, type Tensor } from '../tf'
import { float32 } from './attributes'
import { at } from './with-gradient'

let isInstalled = false

/** From now on gradients through tf.mean stay in TensorFlow, wherever it is called. */
export function installMeanGradient(): void {
  if (isInstalled) return
  isInstalled = true
  tf.unregisterGradient('Mean')
  tf.registerGradient({
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, { axis }) => {
      const { shape, size } = at(saved, 0)
      const axes = tf.util.parseAxisParam(axis as unknown as number[], shape)
      const kept = shape.map((length, index) => (axes.includes(index) ? 1 : length))
      const count = size / tf.util.sizeFromShape(kept)
      return { x: () => stretch(tf.div(tf.reshape(dy as Tensor, kept), count), shape) }
    }
  })
}

function stretch(x: Tensor, shape: readonly number[]): Tensor {
  const attributes = { T: float32, Tidx: { dtype: 'int32' } } as const
  return executeOp('BroadcastTo', attributes, [x, tf.tensor1d([...shape], 'int32')])
}
