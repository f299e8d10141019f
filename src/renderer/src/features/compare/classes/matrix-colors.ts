/** Colours of the cells of a confusion matrix, and the ink in which a number on them can be read. */

/** Red, green and blue, 0..255. */
export type Rgb = readonly [number, number, number]

export interface MatrixPalette {
  /** Of an empty cell, and of one that equals the base. */
  readonly empty: Rgb
  /** Of all pictures of a row. */
  readonly full: Rgb
  /** Of many more pictures than in the base, and of many fewer. */
  readonly more: Rgb
  readonly fewer: Rgb
  readonly inks: readonly [Rgb, Rgb]
}

/** `#1a2027` of a token. */
export function parseHex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

export function toCss([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`
}

/** The colour of a share of the row, from 0 to 1; few pictures are seen, too. */
export function colorShare(share: number, { empty, full }: MatrixPalette): Rgb {
  return share > 0 ? mix(empty, full, 0.06 + 0.94 * Math.min(1, share) ** 0.7) : empty
}

/** The colour of a change of the share, from -1 to 1, where `largest` is the largest one to be drawn. */
export function colorChange(
  change: number,
  largest: number,
  { empty, more, fewer }: MatrixPalette
): Rgb {
  if (change === 0 || largest === 0) return empty
  const strength = Math.min(1, Math.abs(change) / largest)
  return mix(empty, change > 0 ? more : fewer, 0.1 + 0.9 * strength)
}

/** The ink that stands out most from a colour. */
export function chooseInk(ground: Rgb, { inks }: MatrixPalette): Rgb {
  const [one, other] = inks
  return contrast(one, ground) >= contrast(other, ground) ? one : other
}

/** As WCAG 2.2 has it, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue)
}

function toLinear(byte: number): number {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const at = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * part
  return [at(0), at(1), at(2)]
}
