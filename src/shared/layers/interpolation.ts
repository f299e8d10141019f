/** How pictures are made larger and smaller: what each way reads, and what that costs. */
import { countElements, type Reach, type Shape } from './layer'
import { choice } from './params'
import { windowReach } from './windows'

/** Pixels of the input that one of the output is made of, along each axis. */
const taps = { nearest: 1, bilinear: 2, bicubic: 4 } as const
export type Interpolation = keyof typeof taps

export function interpolationParam(defaultChoice: Interpolation) {
  return choice({
    choices: ['nearest', 'bilinear', 'bicubic'],
    default: defaultChoice,
    help: "'nearest' repeats pixels, 'bilinear' blends 2x2 of them, 'bicubic' 4x4."
  })
}

export function interpolationReach(
  interpolation: Interpolation,
  input: readonly number[],
  output: readonly number[]
): Reach {
  return windowReach(
    [taps[interpolation], taps[interpolation]],
    input.map((size, axis) => size / (output[axis] ?? 1))
  )
}

/** Repeating a pixel multiplies nothing. */
export function interpolationCost(interpolation: Interpolation, output: Shape): number {
  return interpolation === 'nearest' ? 0 : taps[interpolation] ** 2 * countElements(output)
}
