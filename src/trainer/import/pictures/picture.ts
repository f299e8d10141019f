/** A decoded picture, and the error of one that cannot be. */

export interface Picture {
  readonly width: number
  readonly height: number
  /** [height, width, 3] bytes of red, green and blue; what is transparent is drawn on white. */
  readonly pixels: Uint8Array
  readonly isTransparent: boolean
}

/** Why a file is no usable picture, as the words behind its name in the report. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
}

/** A picture beyond this is a mistake or a bomb: 64 megapixels take 256 MB while they are decoded. */
export const MAX_PIXELS = 64_000_000

/** [height, width, 4] to [height, width, 3] on white, in sRGB as viewers do. */
export function toPicture(
  rgba: ArrayLike<number>,
  { width, height }: { width: number; height: number }
): Picture {
  const count = width * height
  if (rgba.length !== 4 * count) throw new PictureError('it is damaged')
  const pixels = new Uint8Array(3 * count)
  let isTransparent = false
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] as number
    if (alpha === 255) {
      pixels[to] = rgba[from] as number
      pixels[to + 1] = rgba[from + 1] as number
      pixels[to + 2] = rgba[from + 2] as number
    } else {
      isTransparent = true
      for (let channel = 0; channel < 3; channel++) {
        const colour = rgba[from + channel] as number
        pixels[to + channel] = Math.round((colour * alpha + 255 * (255 - alpha)) / 255)
      }
    }
  }
  return { width, height, pixels, isTransparent }
}
