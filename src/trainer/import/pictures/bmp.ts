/** Decodes BMP: uncompressed, of 1, 4, 8, 16, 24 or 32 bits a pixel. Source: Microsoft's BITMAPINFOHEADER. */
import { PictureError, type Picture } from './picture'

const RGB = 0
const BITFIELDS = 3
const INFO_HEADER_BYTES = 40

/** @throws PictureError */
export function decodeBmp(bytes: Uint8Array): Picture {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readHeader(buffer)
  const { width, height, isTopDown, bits, dataAt } = header
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  if (dataAt + rowBytes * height > buffer.length) throw new PictureError('it is cut off')
  const readPixel = createPixelReader(buffer, header)
  const pixels = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y++) {
    const row = dataAt + rowBytes * (isTopDown ? y : height - 1 - y)
    for (let x = 0; x < width; x++) readPixel(row, x, pixels, 3 * (y * width + x))
  }
  return { width, height, pixels, isTransparent: false }
}

interface BmpHeader {
  readonly width: number
  readonly height: number
  readonly isTopDown: boolean
  readonly bits: number
  readonly dataAt: number
  /** The colour table, four bytes each: blue, green, red, unused. */
  readonly paletteAt: number
  readonly paletteCount: number
  /** Red, green and blue. */
  readonly masks: readonly [number, number, number]
}

function readHeader(buffer: Buffer): BmpHeader {
  if (buffer.length < 14 + INFO_HEADER_BYTES) throw new PictureError('it is cut off')
  const headerBytes = buffer.readUInt32LE(14)
  const bits = buffer.readUInt16LE(28)
  const compression = buffer.readUInt32LE(30)
  const isKnown = compression === RGB || (compression === BITFIELDS && (bits === 16 || bits === 32))
  if (headerBytes < INFO_HEADER_BYTES || !isKnown || ![1, 4, 8, 16, 24, 32].includes(bits)) {
    throw new PictureError('this kind of BMP (compressed or very old) is not supported')
  }
  const height = buffer.readInt32LE(22)
  const masksAt = 14 + INFO_HEADER_BYTES
  const hasMasks = compression === BITFIELDS
  if (hasMasks && buffer.length < masksAt + 12) throw new PictureError('it is cut off')
  // Masks of the plain header lie between it and the colours.
  const paletteAt = 14 + headerBytes + (hasMasks && headerBytes === INFO_HEADER_BYTES ? 12 : 0)
  return {
    width: buffer.readInt32LE(18),
    height: Math.abs(height),
    isTopDown: height < 0,
    bits,
    dataAt: buffer.readUInt32LE(10),
    paletteAt,
    paletteCount: buffer.readUInt32LE(46) || 2 ** Math.min(bits, 8),
    masks: hasMasks
      ? [
          buffer.readUInt32LE(masksAt),
          buffer.readUInt32LE(masksAt + 4),
          buffer.readUInt32LE(masksAt + 8)
        ]
      : bits === 16
        ? [0x7c00, 0x03e0, 0x001f]
        : [0xff0000, 0x00ff00, 0x0000ff]
  }
}

type PixelReader = (row: number, x: number, target: Uint8Array, at: number) => void

function createPixelReader(buffer: Buffer, header: BmpHeader): PixelReader {
  const { bits } = header
  if (bits === 24) {
    return (row, x, target, at) => {
      const from = row + 3 * x
      target[at] = buffer[from + 2] as number
      target[at + 1] = buffer[from + 1] as number
      target[at + 2] = buffer[from] as number
    }
  }
  return bits > 8 ? createMaskReader(buffer, header) : createPaletteReader(buffer, header)
}

function createMaskReader(buffer: Buffer, { bits, masks }: BmpHeader): PixelReader {
  const bytes = bits / 8
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : Math.log2((mask & -mask) >>> 0)
    return { mask, shift, most: mask >>> shift || 1 }
  })
  return (row, x, target, at) => {
    const value = buffer.readUIntLE(row + bytes * x, bytes)
    channels.forEach(({ mask, shift, most }, channel) => {
      target[at + channel] = Math.round((((value & mask) >>> shift) * 255) / most)
    })
  }
}

function createPaletteReader(
  buffer: Buffer,
  { bits, paletteAt, paletteCount }: BmpHeader
): PixelReader {
  const perByte = 8 / bits
  if (paletteAt + 4 * paletteCount > buffer.length) throw new PictureError('it is cut off')
  return (row, x, target, at) => {
    const byte = buffer[row + Math.floor(x / perByte)] as number
    const index = (byte >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1)
    if (index >= paletteCount) throw new PictureError('it is damaged')
    const from = paletteAt + 4 * index
    target[at] = buffer[from + 2] as number
    target[at + 1] = buffer[from + 1] as number
    target[at + 2] = buffer[from] as number
  }
}
