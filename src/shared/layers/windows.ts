/** Windows that slide over sequences, pictures and volumes: what fits, what comes out, how far one sees. */
import { formatShape, LayerError, onlyInput, type Reach, type Shape } from './layer'

export type Padding = 'valid' | 'same'

/** One example as its axes of space and its channels. */
export interface Space {
  readonly sizes: readonly number[]
  readonly channels: number
}

const axisNames: Readonly<Record<number, readonly string[]>> = {
  1: ['steps'],
  2: ['height', 'width'],
  3: ['depth', 'height', 'width']
}

/** `kernelSize` of a picture is "Height and width of each filter." */
export const axisWords: Readonly<Record<number, string>> = {
  1: 'Length',
  2: 'Height and width',
  3: 'Depth, height and width'
}

/** The only input, which must be `[height, width, channels]` for two axes of space. */
export function spaceInput(inputs: readonly Shape[], axes: number): Space {
  const input = onlyInput(inputs)
  if (input.length !== axes + 1) {
    const names = [...(axisNames[axes] ?? []), 'channels'].join(', ')
    throw new LayerError(
      `needs an input of [${names}], received ${formatShape(input)}. ${adviseOnRank(input, axes)}`
    )
  }
  return { sizes: input.slice(0, -1), channels: input.at(-1) ?? 0 }
}

function adviseOnRank(input: Shape, axes: number): string {
  return input.length === 1
    ? 'Put it before Flatten, or insert Reshape.'
    : `Use its kind for ${input.length - 1} ${input.length === 2 ? 'axis' : 'axes'} of space, or insert Reshape to ${axes + 1} sizes.`
}

/** Cells that a filter with gaps spans. */
export function spanOf(kernel: readonly number[], dilation: readonly number[]): number[] {
  return kernel.map((size, axis) => (size - 1) * (dilation[axis] ?? 1) + 1)
}

/** Steps of a window along one axis. Keras: 'same' divides by the stride and rounds up, 'valid' stays inside. */
function slide(size: number, window: number, stride: number, padding: Padding): number {
  return padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1
}

/** The sizes that come out of a sliding window. @throws LayerError when it does not fit. */
export function slideWindow(
  what: string,
  sizes: readonly number[],
  window: readonly number[],
  strides: readonly number[],
  padding: Padding
): number[] {
  const slid = sizes.map((size, axis) =>
    slide(size, window[axis] ?? 1, strides[axis] ?? 1, padding)
  )
  if (slid.some((size) => size < 1)) {
    throw new LayerError(
      `${what} ${window.join('x')} does not fit input ${sizes.join('x')}. Use padding 'same' or a smaller ${what}.`
    )
  }
  return slid
}

/** Keras and TensorFlow know no filter that leaves gaps and jumps. @throws LayerError when both are asked for. */
export function refuseStridesWithDilation(
  strides: readonly number[],
  dilationRate: readonly number[]
): void {
  if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
    throw new LayerError(
      `strides ${strides.join('x')} and dilation_rate ${dilationRate.join('x')} cannot both be above 1. Set one of them to 1.`
    )
  }
}

/** TensorFlow's filters that see one channel each move equally far along both axes. @throws LayerError when not. */
export function refuseUnequalStrides(strides: readonly number[]): void {
  if (new Set(strides).size > 1) {
    throw new LayerError(
      `strides ${strides.join('x')} differ, but filters of single channels move equally far along both axes. Use the same stride twice.`
    )
  }
}

export function windowReach(
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[] = kernel.map(() => 1)
): Reach {
  return { kind: 'window', kernel, stride, dilation }
}

export function product(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all * one, 1)
}
