/** How much of the picture one value of a layer's output sees, followed through the graph. */
import type { Reach, Shape } from '../layers/layer'

/** What a value sees, and how far apart in the picture two neighbours look. */
export interface Sight {
  /** Pixels along each axis of the picture; not limited by the picture. */
  readonly size: readonly number[]
  /** Null where the output has no axes of the picture any more. */
  readonly jump: readonly number[] | null
}

/** Each value of the input sees itself. Null for rows of values, which have no axes of space. */
export function sightOfInput(input: Shape): Sight | null {
  const axes = input.slice(0, -1)
  return axes.length === 0 ? null : { size: axes.map(() => 1), jump: axes.map(() => 1) }
}

/** What a layer's output sees, given what its inputs see; null where it cannot be said. */
export function lookThrough(
  reach: Reach,
  inputs: readonly (Sight | null)[],
  picture: Shape
): Sight | null {
  const whole = { size: picture.slice(0, -1), jump: null }
  if (reach.kind === 'whole') return whole.size.length === 0 ? null : whole
  const before = joinSights(inputs)
  if (!before) return null
  switch (reach.kind) {
    case 'place':
      return before
    case 'row':
      return { ...before, jump: null }
    case 'scattered':
      return null
    case 'window':
      return slideOver(before, reach)
  }
}

/** The largest of the branches: a sum sees what any of its parts sees. */
function joinSights(inputs: readonly (Sight | null)[]): Sight | null {
  const known = inputs.filter((one): one is Sight => one !== null)
  const [first] = known
  if (!first || known.length < inputs.length) return null
  const widest = (pick: (one: Sight) => readonly number[] | null) =>
    first.size.map((_, axis) => Math.max(...known.map((one) => pick(one)?.[axis] ?? 0)))
  const hasAxes = known.some(({ jump }) => jump !== null)
  return { size: widest(({ size }) => size), jump: hasAxes ? widest(({ jump }) => jump) : null }
}

function slideOver(
  { size, jump }: Sight,
  { kernel, stride, dilation }: Extract<Reach, { kind: 'window' }>
): Sight | null {
  if (!jump || jump.length !== kernel.length) return null
  const span = kernel.map((cells, axis) => (cells - 1) * (dilation[axis] ?? 1))
  return {
    size: size.map((pixels, axis) => pixels + (span[axis] ?? 0) * (jump[axis] ?? 1)),
    jump: jump.map((pixels, axis) => pixels * (stride[axis] ?? 1))
  }
}

/** Whole pixels along each axis, of those that there are. */
export function clipToPicture(sight: Sight | null, picture: Shape): readonly number[] | null {
  return sight && sight.size.map((pixels, axis) => Math.min(Math.ceil(pixels), picture[axis] ?? 1))
}
