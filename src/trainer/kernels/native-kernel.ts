/** A native operation as a kernel of tfjs: each gradient is computed only where it is needed, as those of pictures are not. */
import type { NamedAttrMap, NamedTensorMap } from '@tensorflow/tfjs-node-gpu'
import { tf, type Tensor } from '../tf'

export interface NativeKernel<Input extends string, Settings extends object> {
  readonly name: string
  /** Kept for the gradients, which get them in this order. */
  readonly inputsToSave: readonly Input[]
  forward(inputs: Readonly<Record<Input, Tensor>>, settings: Settings): Tensor
  /** The gradient of each input, given that of the value. */
  readonly gradients: Readonly<
    Record<Input, (dy: Tensor, saved: readonly Tensor[], settings: Settings) => Tensor>
  >
}

/** Registers the kernel, and gives the function that runs it. */
export function defineNativeKernel<Input extends string, Settings extends object>({
  name,
  inputsToSave,
  forward,
  gradients
}: NativeKernel<Input, Settings>): (
  inputs: Readonly<Record<Input, Tensor>>,
  settings: Settings
) => Tensor {
  tf.registerKernel({
    kernelName: name,
    backendName: tf.getBackend(),
    kernelFunc: ({ inputs, attrs }) =>
      forward(inputs as unknown as Record<Input, Tensor>, attrs as unknown as Settings)
  })
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...inputsToSave],
    gradFunc: (dy, saved, attrs) =>
      Object.fromEntries(
        Object.keys(gradients).map((input) => [
          input,
          () => gradients[input as Input](dy as Tensor, saved, attrs as unknown as Settings)
        ])
      )
  })
  return (inputs, settings) =>
    tf
      .engine()
      .runKernel<Tensor>(
        name,
        inputs as unknown as NamedTensorMap,
        settings as unknown as NamedAttrMap
      )
}
