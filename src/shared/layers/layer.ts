/** What a layer kind is: its parameters, its shapes and its cost. One file a kind, one line in the table. */
import type { ParamTable, ParamValues } from './params'

/** The shape of one example, without the batch: `[32, 32, 3]`, `[128]`. */
export type Shape = readonly number[]

/** One tensor of weights that a layer owns. */
export interface WeightSpec {
  readonly name: string
  readonly shape: Shape
  readonly isTrainable: boolean
}

export interface LayerDefinition<P extends ParamTable = ParamTable> {
  /** Keras' class name; the key of the layer in the table. */
  readonly className: string
  readonly label: string
  readonly help: string
  readonly link: string
  readonly group:
    | 'input'
    | 'convolution'
    | 'pooling'
    | 'dense'
    | 'regularisation'
    | 'activation'
    | 'shape'
    | 'merge'
  readonly params: P
  /** The shape that comes out. @throws LayerError when the inputs do not fit. */
  outputShape(params: ParamValues<P>, inputs: readonly Shape[]): Shape
  /** The weights, in Keras' order. Called only with inputs that outputShape accepts. */
  weights(params: ParamValues<P>, inputs: readonly Shape[]): readonly WeightSpec[]
  /** Multiply-adds of one example, forward. */
  multiplyAdds(params: ParamValues<P>, inputs: readonly Shape[], output: Shape): number
}

/** A layer that cannot be: the sentence goes on from the layer's name ("kernel 5x5 does not fit ..."). */
export class LayerError extends Error {
  override readonly name = 'LayerError'
}

/** Gives the parameters their types inside the definition; returns it unchanged. */
export function defineLayer<const P extends ParamTable>(
  definition: LayerDefinition<P>
): LayerDefinition<P> {
  return definition
}

export const noWeights = (): readonly WeightSpec[] => []
export const noMultiplyAdds = (): number => 0

/** The only input of a layer that takes one. */
export function onlyInput(inputs: readonly Shape[]): Shape {
  const [input] = inputs
  if (!input || inputs.length !== 1) {
    throw new LayerError(`takes one input, received ${inputs.length}.`)
  }
  return input
}

/** The only input, which must be `[height, width, channels]`. */
export function imageInput(inputs: readonly Shape[]): readonly [number, number, number] {
  const input = onlyInput(inputs)
  if (input.length !== 3) {
    throw new LayerError(
      `needs an input of [height, width, channels], received ${formatShape(input)}.`
    )
  }
  return input as unknown as readonly [number, number, number]
}

export function countElements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** Steps of a window along one axis. Keras: 'same' divides by the stride and rounds up, 'valid' stays inside. */
export function slideWindow(
  size: number,
  window: number,
  stride: number,
  padding: 'valid' | 'same'
): number {
  return padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1
}

/** The output height and width of a window sliding over an image. @throws LayerError when it does not fit. */
export function slideWindow2D(
  what: string,
  image: readonly [number, number, ...number[]],
  window: readonly [number, number],
  strides: readonly [number, number],
  padding: 'valid' | 'same'
): [height: number, width: number] {
  const height = slideWindow(image[0], window[0], strides[0], padding)
  const width = slideWindow(image[1], window[1], strides[1], padding)
  if (height < 1 || width < 1) {
    throw new LayerError(
      `${what} ${window.join('x')} does not fit input ${image[0]}x${image[1]}. Use padding 'same' or a smaller ${what}.`
    )
  }
  return [height, width]
}
