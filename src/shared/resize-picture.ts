/** Brings a picture to a size: bilinear, and averaging where it shrinks, as Pillow's Image.resize(BILINEAR) does. */
import { assertNever } from './assert-never'
import type { ResizeMode } from './imported-dataset'

const CHANNELS = 3

/** What is resized: [height, width, 3] bytes. */
export interface ResizablePicture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** [height, width, 3] bytes; `fit` stretches, `crop` cuts what is over, `pad` adds a black border. */
export function resizePicture(
  picture: ResizablePicture,
  [height, width]: readonly [number, number],
  mode: ResizeMode
): Uint8Array {
  if (picture.width === width && picture.height === height) return picture.pixels
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height }
  switch (mode) {
    case 'fit':
      return scaleBox(picture, whole, [height, width])
    case 'crop':
      return scaleBox(picture, computeCrop(picture, height / width), [height, width])
    case 'pad': {
      const scale = Math.min(width / picture.width, height / picture.height)
      const inner = [
        Math.max(1, Math.round(picture.height * scale)),
        Math.max(1, Math.round(picture.width * scale))
      ] as const
      return surround(scaleBox(picture, whole, inner), inner, [height, width])
    }
    default:
      return assertNever(mode)
  }
}

/** Part of a picture in its own pixels; need not be whole numbers. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The largest centred box of this ratio of height to width. */
function computeCrop({ width, height }: ResizablePicture, ratio: number): Box {
  const boxWidth = Math.min(width, height / ratio)
  const boxHeight = Math.min(height, width * ratio)
  return {
    x: (width - boxWidth) / 2,
    y: (height - boxHeight) / 2,
    width: boxWidth,
    height: boxHeight
  }
}

/** First along the rows, then along the columns, rounded to bytes in between as Pillow does. */
function scaleBox(
  { pixels, width, height }: ResizablePicture,
  box: Box,
  [toHeight, toWidth]: readonly [number, number]
): Uint8Array {
  const across = computeWeights({ size: width, from: box.x, length: box.width, to: toWidth })
  const down = computeWeights({ size: height, from: box.y, length: box.height, to: toHeight })
  const narrow = new Uint8Array(height * toWidth * CHANNELS)
  for (let y = 0; y < height; y++) {
    applyWeights(across, {
      from: pixels,
      fromAt: y * width * CHANNELS,
      fromStep: CHANNELS,
      to: narrow,
      toAt: y * toWidth * CHANNELS,
      toStep: CHANNELS
    })
  }
  const scaled = new Uint8Array(toHeight * toWidth * CHANNELS)
  for (let x = 0; x < toWidth; x++) {
    applyWeights(down, {
      from: narrow,
      fromAt: x * CHANNELS,
      fromStep: toWidth * CHANNELS,
      to: scaled,
      toAt: x * CHANNELS,
      toStep: toWidth * CHANNELS
    })
  }
  return scaled
}

/** For every target place: the first source place, and the weights of it and its followers, which sum to 1. */
type Weights = readonly { readonly first: number; readonly weights: Float64Array }[]

/** A triangle over each target place, as wide as a source pixel or, when shrinking, as a target pixel. */
function computeWeights({
  size,
  from,
  length,
  to
}: {
  size: number
  from: number
  length: number
  to: number
}): Weights {
  const scale = length / to
  const reach = Math.max(1, scale)
  return Array.from({ length: to }, (_, place) => {
    const centre = from + (place + 0.5) * scale
    const first = Math.max(0, Math.floor(centre - reach + 0.5))
    const last = Math.min(size, Math.floor(centre + reach + 0.5))
    const weights = Float64Array.from({ length: Math.max(1, last - first) }, (_unused, index) =>
      Math.max(0, 1 - Math.abs((first + index + 0.5 - centre) / reach))
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { first: Math.min(first, size - 1), weights: weights.map((weight) => weight / sum) }
  })
}

function applyWeights(
  table: Weights,
  {
    from,
    fromAt,
    fromStep,
    to,
    toAt,
    toStep
  }: {
    from: Uint8Array
    fromAt: number
    fromStep: number
    to: Uint8Array
    toAt: number
    toStep: number
  }
): void {
  table.forEach(({ first, weights }, place) => {
    for (let channel = 0; channel < CHANNELS; channel++) {
      let sum = 0
      for (let index = 0; index < weights.length; index++) {
        const value = from[fromAt + (first + index) * fromStep + channel] as number
        sum += value * (weights[index] as number)
      }
      to[toAt + place * toStep + channel] = Math.round(sum)
    }
  })
}

function surround(
  pixels: Uint8Array,
  [innerHeight, innerWidth]: readonly [number, number],
  [height, width]: readonly [number, number]
): Uint8Array {
  const padded = new Uint8Array(height * width * CHANNELS)
  const top = Math.floor((height - innerHeight) / 2)
  const left = Math.floor((width - innerWidth) / 2)
  const rowBytes = innerWidth * CHANNELS
  for (let y = 0; y < innerHeight; y++) {
    const row = pixels.subarray(y * rowBytes, (y + 1) * rowBytes)
    padded.set(row, ((top + y) * width + left) * CHANNELS)
  }
  return padded
}
