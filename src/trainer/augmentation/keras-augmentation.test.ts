import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FillMode } from '@shared/augmentation/fill-mode'
import fixture from '../fixtures/keras-augmentation.json'
import { tf, type Tensor } from '../tf'
import { maskBoxes, type Box } from './boxes'
import { brighten, shiftChannels } from './colour'
import { mixTwo, pasteBoxes } from './mixing'
import { cropWithPadding } from './random-crop'
import { measureStandardization, standardize } from './standardization'
import {
  computeTransformMatrix,
  UNCHANGED,
  type PictureTransform,
  type TransformMatrix
} from './transform-matrix'
import { transformPictures } from './transform-pictures'

/** As the generator's apply_transform takes them; the fixture's pictures are square, see computeTransformMatrix. */
interface KerasParameters {
  theta?: number
  tx?: number
  ty?: number
  shear?: number
  zx?: number
  zy?: number
  flip_horizontal?: boolean
  flip_vertical?: boolean
  channel_shift_intensity?: number
  brightness?: number
}

interface Case {
  fillMode: FillMode
  cval: number
  parameters: KerasParameters
  picture: number[]
}

const [height = 0, width = 0, channels = 0] = fixture.shape
const cases = (fixture.cases as Case[]).map((one) => {
  const name = `${one.fillMode} ${one.cval || ''} ${JSON.stringify(one.parameters)}`
  return [name, one] as const
})
const MOST_DIFFERENCE = 1 / 255

beforeEach(() => tf.engine().startScope())
afterEach(() => tf.engine().endScope())

describe(`the transforms of a picture against ${fixture.writtenBy}`, () => {
  it.each(cases)('%s', (_name, { fillMode, cval, parameters, picture }) => {
    const matrix = computeTransformMatrix(toTransform(parameters), { height, width })
    const moved = transformPictures(pictureOf(fixture.picture), [matrix], {
      fillMode,
      fillValue: cval
    })
    const values = applyColour(moved, parameters).dataSync()
    const compared = picture.flatMap((expected, index) => {
      const distance = distanceOutside(matrix, Math.floor(index / channels))
      return isSameByDesign(fillMode, distance) ? [Math.abs(expected - (values[index] ?? 9))] : []
    })
    expect(compared.length).toBeGreaterThan(picture.length / 5)
    expect(Math.max(...compared)).toBeLessThan(MOST_DIFFERENCE)
  })

  it('standardises as it does after fit, from the bytes of the chosen pictures', () => {
    const { shape, bytes, mean, deviation, pictures } = fixture.standardization
    const [count = 0, ...pictureShape] = shape
    // A sixth picture that is not chosen changes nothing.
    const images = Uint8Array.from([...bytes, ...bytes.slice(0, bytes.length / count).fill(255)])
    const measured = measureStandardization(
      {
        images,
        indices: Int32Array.from({ length: count }, (_, index) => index),
        pictureShape: pictureShape as [number, number, number]
      },
      { featurewise_center: false, featurewise_std_normalization: true }
    )
    if (!measured) throw new Error('Nothing was measured.')
    measured.mean.forEach((value, index) => expect(value).toBeCloseTo(mean[index] ?? 9, 5))
    measured.divisor.forEach((value, index) => expect(value).toBeCloseTo(deviation[index] ?? 9, 5))
    const raw = tf.tensor4d(bytes, shape as [number, number, number, number]).div(255)
    const values = standardize(raw, measured).dataSync()
    pictures.forEach((expected, index) => expect(values[index]).toBeCloseTo(expected, 4))
  })

  it('centres as it does after fit', () => {
    const { shape, bytes, centered } = fixture.standardization
    const [count = 0, ...pictureShape] = shape
    const measured = measureStandardization(
      {
        images: Uint8Array.from(bytes),
        indices: Int32Array.from({ length: count }, (_, index) => index),
        pictureShape: pictureShape as [number, number, number]
      },
      { featurewise_center: true, featurewise_std_normalization: false }
    )
    if (!measured) throw new Error('Nothing was measured.')
    const raw = tf.tensor4d(bytes, shape as [number, number, number, number]).div(255)
    expectPicture(standardize(raw, measured), centered)
  })
})

describe(`what Keras' generator has no word for against ${fixture.numpy.writtenBy}`, () => {
  const { other, crops, cutouts, mixed, pasted } = fixture.numpy

  it.each(crops)('a crop with padding, $rows rows and $columns columns beside', (one) => {
    expectPicture(cropWithPadding(pictureOf(fixture.picture), [one]), one.picture)
  })

  it.each(cutouts)('a cutout of $box', ({ box, picture }) => {
    const isSeen = tf.sub(1, maskBoxes([toBox(box)], { height, width }))
    expectPicture(tf.mul(pictureOf(fixture.picture), isSeen), picture)
  })

  it.each(mixed)('mixup with a share of $share', ({ share, picture }) => {
    expectPicture(mixTwo(pictureOf(fixture.picture), pictureOf(other), [share]), picture)
  })

  it.each(pasted)('CutMix of $box', ({ box, picture }) => {
    expectPicture(pasteBoxes(pictureOf(fixture.picture), pictureOf(other), [toBox(box)]), picture)
  })
})

describe('the fill mode', () => {
  it('wrap brings in the other side, pixel by pixel', () => {
    const matrix = computeTransformMatrix({ ...UNCHANGED, columns: 2 }, { height, width })
    const image = pictureOf(fixture.picture)
    const moved = transformPictures(image, [matrix], { fillMode: 'wrap', fillValue: 0 })
    const rolled = tf.concat(
      [image.slice([0, 0, 2], [1, -1, -1]), image.slice([0, 0, 0], [1, -1, 2])],
      2
    )
    expect([...moved.dataSync()]).toEqual([...rolled.dataSync()])
  })
})

describe('a picture that is not square', () => {
  it('is turned about its own middle: half a turn is both flips', () => {
    const size = { height: 2, width: 5 }
    const image = tf.range(0, 10).reshape([1, 2, 5, 1])
    const fill = { fillMode: 'constant', fillValue: -1 } as const
    const turned = transformPictures(
      image,
      [computeTransformMatrix({ ...UNCHANGED, rotation: 180 }, size)],
      fill
    )
    const values = [...turned.dataSync()].map((value) => Math.round(value * 1000) / 1000)
    expect(values).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  })
})

function expectPicture(made: Tensor, picture: readonly number[]): void {
  const values = made.dataSync()
  expect(values).toHaveLength(picture.length)
  const distances = picture.map((expected, index) => Math.abs(expected - (values[index] ?? 9)))
  expect(Math.max(...distances)).toBeLessThan(1e-4)
}

function toBox([top = 0, bottom = 0, left = 0, right = 0]: readonly number[]): Box {
  return { top, bottom, left, right }
}

function toTransform(keras: KerasParameters): PictureTransform {
  return {
    rotation: keras.theta ?? 0,
    columns: keras.tx ?? 0,
    rows: keras.ty ?? 0,
    shear: keras.shear ?? 0,
    zoomColumns: keras.zx ?? 1,
    zoomRows: keras.zy ?? 1,
    isFlippedHorizontally: keras.flip_horizontal ?? false,
    isFlippedVertically: keras.flip_vertical ?? false
  }
}

function pictureOf(values: number[]): Tensor {
  return tf.tensor4d(values, [1, height, width, channels])
}

function applyColour(image: Tensor, { channel_shift_intensity, brightness }: KerasParameters) {
  const shifted =
    channel_shift_intensity === undefined ? image : shiftChannels(image, [channel_shift_intensity])
  return brightness === undefined ? shifted : brighten(shifted, [brightness])
}

/** How far beyond the border the pixel is looked up, in pixels; 0 within the picture. */
function distanceOutside([a, b, c, d, e, f]: TransformMatrix, pixel: number): number {
  const [x, y] = [pixel % width, Math.floor(pixel / width)]
  const [sourceX, sourceY] = [a * x + b * y + c, d * x + e * y + f]
  const beyond = (value: number, side: number) => Math.max(0, -value, value - (side - 1))
  return Math.max(beyond(sourceX, width), beyond(sourceY, height))
}

/** See transformPictures for what differs beyond the border. */
function isSameByDesign(fillMode: FillMode, distance: number): boolean {
  if (fillMode === 'wrap') return distance === 0
  return fillMode !== 'constant' || distance === 0 || distance >= 1
}
