/** Bytes of a picture as a canvas takes them. */

/** `bytes` is [height, width, channels] with 1 (grey) or 3 (red, green, blue) channels; the result has four. */
export function toRgba(
  bytes: Uint8Array,
  [height, width, channels]: readonly [number, number, number]
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(height * width * 4)
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[pixel * 4 + channel] = bytes[pixel * channels + (channels === 1 ? 0 : channel)] ?? 0
    }
    rgba[pixel * 4 + 3] = 255
  }
  return rgba
}
