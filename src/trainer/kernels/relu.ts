/** ReLU's gradient as TensorFlow's own operation, where tfjs composes it from six. */
import { executeOp, tf } from '../tf'
import { float32 } from './attributes'

let isInstalled = false

/** From now on gradients through tf.relu use the native operation, wherever it is called. */
export function installReluGradient(): void {
  if (isInstalled) return
  isInstalled = true
  tf.unregisterGradient('Relu')
  tf.registerGradient({
    kernelName: 'Relu',
    inputsToSave: [],
    outputsToSave: [true],
    gradFunc: (dy, saved) => {
      const [output] = saved
      return { x: () => executeOp('ReluGrad', { T: float32 }, [dy as never, output as never]) }
    }
  })
}
