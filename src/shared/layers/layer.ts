/** What a layer kind is: its parameters, its shapes and its cost. One file a kind, one line in the table. */
import type { ParamTable, ParamValues } from './params'

/** The shape of one example, without the batch: `[32, 32, 3]`, `[128]`. */
export type Shape = readonly number[]

/** One tensor of weights that a layer owns. */
export interface WeightSpec {
  readonly name: string
  readonly shape: Shape
  readonly isTrainable: boolean
  /** The parameter that says how it begins. */
  readonly initializer: string
  /** The parameter that says what its size costs; absent where there is none. */
  readonly regularizer?: string
}

/** The shelves of the palette, in its order. */
export const layerCategories = {
  core: 'Core',
  convolution: 'Convolution',
  pooling: 'Pooling',
  normalisation: 'Normalisation',
  activation: 'Activation',
  regularisation: 'Regularisation',
  shape: 'Shape',
  merge: 'Merge',
  preprocessing: 'Preprocessing'
} as const
export type LayerCategory = keyof typeof layerCategories

/**
 * What one value of the output sees of the layer's input: its own place, a window (one number for each axis of the
 * picture; a stride below 1 makes the picture larger), all of it, or places that no window describes. A row keeps what
 * each value saw and has no axes any more.
 */
export type Reach =
  | { readonly kind: 'place' }
  | {
      readonly kind: 'window'
      readonly kernel: readonly number[]
      readonly stride: readonly number[]
      readonly dilation: readonly number[]
    }
  | { readonly kind: 'whole' }
  | { readonly kind: 'row' }
  | { readonly kind: 'scattered' }

export interface LayerDefinition<P extends ParamTable = ParamTable> {
  /** Keras' class name; the key of the layer in the table. */
  readonly className: string
  readonly label: string
  /** One sentence that teaches what it does. */
  readonly help: string
  /** Its page in Keras' documentation. */
  readonly link: string
  readonly category: LayerCategory
  readonly params: P
  /** Keys that a version of Keras writes of such a layer and makes no use of. */
  readonly unusedKeys?: readonly string[]
  /** The shape that comes out. @throws LayerError when the inputs do not fit. */
  outputShape(params: ParamValues<P>, inputs: readonly Shape[]): Shape
  /** The weights, in Keras' order. Called only with inputs that outputShape accepts. */
  weights(params: ParamValues<P>, inputs: readonly Shape[]): readonly WeightSpec[]
  /** Multiply-adds of one example, forward. */
  multiplyAdds(params: ParamValues<P>, inputs: readonly Shape[], output: Shape): number
  reach(params: ParamValues<P>, inputs: readonly Shape[], output: Shape): Reach
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
export const ownPlace = (): Reach => ({ kind: 'place' })
export const wholeInput = (): Reach => ({ kind: 'whole' })

/** What a layer without weights that changes values, and no shapes, says of itself. */
export const elementwise = {
  outputShape: (_params: unknown, inputs: readonly Shape[]): Shape => onlyInput(inputs),
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach: ownPlace
}

/** The only input of a layer that takes one. */
export function onlyInput(inputs: readonly Shape[]): Shape {
  const [input] = inputs
  if (!input || inputs.length !== 1) {
    throw new LayerError(`takes one input, received ${inputs.length}.`)
  }
  return input
}

export function countElements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/**
 * The place of an axis in the shape of an example, from Keras' count: 0 is the batch there, and -1 the last.
 * @throws LayerError when the input has no such axis.
 */
export function placeOfAxis(axis: number, input: Shape): number {
  const place = axis < 0 ? input.length + axis : axis - 1
  if (place >= 0 && place < input.length) return place
  throw new LayerError(
    `has axis ${axis}, which an input of ${formatShape(input)} does not have. Use -1 for the last, or 1 to ${input.length}.`
  )
}

/** Several axes, in the order given. @throws LayerError when one is missing, or two are the same. */
export function placesOfAxes(axes: readonly number[], input: Shape): number[] {
  const places = axes.map((axis) => placeOfAxis(axis, input))
  if (new Set(places).size === places.length) return places
  throw new LayerError(
    `names an axis of ${formatShape(input)} twice: ${axes.join(', ')}. Leave one of them out.`
  )
}
