import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { datasetFiles, toBytes } from '../fixtures/dataset-files'
import { decodePicture } from './decode'
import type { Picture } from './picture'
import { resizePicture } from '@shared/resize-picture'
import { sniffPicture } from './sniff'

const { pictures, otherPictures, resizes } = datasetFiles

describe('decoding a picture', () => {
  it.each(Object.keys(pictures))('gives the pixels that Pillow gives: %s', async (name) => {
    const { file, size, pixels } = pictures[name] as (typeof pictures)[string]
    const picture = await decodePicture(toBytes(file))
    expect([picture.width, picture.height]).toEqual(size)
    expect([...picture.pixels]).toEqual([...toBytes(pixels)])
  })

  it('rounds 16 bits to 8', async () => {
    const { pixels } = await decodePicture(other('16 bits'))
    const grey = pixels.filter((_, index) => index % 3 === 0)
    expect([...grey]).toEqual(Array.from({ length: 24 }, (_, n) => Math.round((n * 2800) / 257)))
  })

  it('draws what is transparent on white', async () => {
    const { pixels, isTransparent } = await decodePicture(other('transparent'))
    expect(isTransparent).toBe(true)
    expect([...pixels.subarray(0, 9)]).toEqual([200, 100, 50, 255, 255, 255, 227, 177, 152])
  })

  it('takes the first frame of a GIF', async () => {
    const { pixels } = await decodePicture(other('animated'))
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0])
  })

  it('turns a photograph as its camera was held', async () => {
    const { width, height } = await decodePicture(other('turned'))
    expect([width, height]).toEqual([16, 32])
  })

  it('says why a file is none', async () => {
    const jpeg = toBytes(pictures.JPEG?.file ?? '')
    await expect(decodePicture(new Uint8Array())).rejects.toThrow('it is empty')
    await expect(decodePicture(Buffer.from('<svg/>'))).rejects.toThrow(
      /no JPEG, PNG, WebP, GIF or BMP/
    )
    await expect(decodePicture(jpeg.subarray(0, jpeg.length - 40))).rejects.toThrow('it is cut off')
    for (const name of ['PNG', 'WebP, lossless', 'GIF', 'BMP']) {
      const bytes = toBytes(pictures[name]?.file ?? '')
      const half = bytes.subarray(0, bytes.length / 2)
      await expect(decodePicture(half), name).rejects.toThrow(/^it is (damaged|cut off|no)/)
    }
  })

  it('says what is not supported', async () => {
    await expect(decodePicture(other('moving'))).rejects.toThrow('it is an animated WebP')
    await expect(decodePicture(other('cmyk'))).rejects.toThrow(/^it cannot be decoded: Unsupported/)
  })

  it('decodes a whole picture after a damaged one', async () => {
    const { file, pixels } = pictures.JPEG as (typeof pictures)[string]
    await expect(decodePicture(toBytes(file).subarray(0, 200))).rejects.toThrow(/^it is/)
    expect((await decodePicture(toBytes(file))).pixels).toEqual(toBytes(pixels))
  })

  it('does not begin to decode a bomb', async () => {
    const png = toBytes(pictures.PNG?.file ?? '')
    new DataView(png.buffer).setUint32(16, 100_000)
    new DataView(png.buffer).setUint32(20, 100_000)
    await expect(decodePicture(png)).rejects.toThrow(/100000×100000 pixels, at most 64 megapixels/)
  })

  it('gives a picture or a reason for a thousand damaged files of each kind', async () => {
    for (const name of ['JPEG', 'PNG', 'WebP', 'WebP, lossless', 'GIF', 'BMP', 'BMP, palette']) {
      const whole = toBytes(pictures[name]?.file ?? '')
      const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
        minLength: 1,
        maxLength: 6
      })
      await fc.assert(
        fc.asyncProperty(
          changes,
          fc.integer({ min: 1, max: whole.length }),
          async (some, length) => {
            const bytes = whole.slice(0, length)
            for (const [at, value] of some) if (at < length) bytes[at] = value
            // A header that promises a large picture costs time, not safety.
            const { width = 0, height = 0 } = sniffPicture(bytes) ?? {}
            if (width * height > 1_000_000) return
            const picture = await decodePicture(bytes).catch((error: Error) => error)
            if (picture instanceof Error) expect(picture.name).toBe('PictureError')
            else expect(picture.pixels.length).toBe(3 * picture.width * picture.height)
          }
        ),
        { numRuns: 1000 }
      )
    }
  }, 120_000)
})

describe('resizing a picture', () => {
  const picture: Picture = {
    width: 30,
    height: 20,
    pixels: toBytes(resizes.picture),
    isTransparent: false
  }

  it.each(resizes.cases)('gives what Pillow gives to the last step of 255: $mode $size', (one) => {
    const pixels = resizePicture(picture, one.size, one.mode)
    const expected = toBytes(one.pixels)
    expect(pixels.length).toBe(expected.length)
    const largest = pixels.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (expected[at] as number))),
      0
    )
    expect(largest).toBeLessThanOrEqual(1)
  })

  it('keeps all of it within a black border when it is padded', () => {
    const padded = resizePicture(picture, [60, 60], 'pad')
    const rowOf = (y: number) => padded.subarray(y * 180, (y + 1) * 180)
    expect(rowOf(9).every((value) => value === 0)).toBe(true)
    expect(rowOf(50).every((value) => value === 0)).toBe(true)
    expect([...padded.subarray(10 * 180, 50 * 180)]).toEqual([
      ...resizePicture(picture, [40, 60], 'fit')
    ])
  })

  it('leaves a picture of the size as it is', () => {
    expect(resizePicture(picture, [20, 30], 'crop')).toBe(picture.pixels)
  })
})

function other(name: string): Uint8Array {
  return toBytes(otherPictures[name] ?? '')
}
