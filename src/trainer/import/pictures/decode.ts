/** Decodes pictures. To add a format: its line in `sniff.ts`, and its decoder in the table here. */
import { GifReader } from 'omggif'
import { PNG } from 'pngjs'
import { decodeBmp } from './bmp'
import { MAX_PIXELS, PictureError, toPicture, type Picture } from './picture'
import { sniffPicture, type PictureFormat } from './sniff'
import { createWasmCodec } from './wasm-codec'

/** @throws PictureError saying why, as the words behind the name of the file. */
export async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  const header = sniffPicture(bytes)
  if (!header) {
    throw new PictureError(
      bytes.length === 0 ? 'it is empty' : 'it is no JPEG, PNG, WebP, GIF or BMP'
    )
  }
  const { format, width, height } = header
  if (width * height > MAX_PIXELS) {
    throw new PictureError(
      `it has ${width}×${height} pixels, at most ${MAX_PIXELS / 1e6} megapixels are taken in`
    )
  }
  try {
    return await decoders[format](bytes)
  } catch (error) {
    if (error instanceof PictureError) throw error
    throw new PictureError(`it is damaged: ${(error as Error).message}`)
  }
}

const jpeg = createWasmCodec({
  wasmFile: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  load: () => import('@jsquash/jpeg/decode.js')
})
const webp = createWasmCodec({
  wasmFile: '@jsquash/webp/codec/dec/webp_dec.wasm',
  load: () => import('@jsquash/webp/decode.js')
})

const decoders: Readonly<Record<PictureFormat, (bytes: Uint8Array) => Picture | Promise<Picture>>> =
  {
    jpeg: (bytes) => jpeg.decode(bytes),
    webp: decodeWebp,
    png: decodePng,
    gif: decodeGif,
    bmp: decodeBmp
  }

/** The flags of the extended header. Source: RFC 9649, 2.7. */
const WEBP_FLAGS_AT = 20
const WEBP_IS_ANIMATED = 0x02

async function decodeWebp(bytes: Uint8Array): Promise<Picture> {
  const isExtended = bytes[15] === 'X'.charCodeAt(0)
  if (isExtended && ((bytes[WEBP_FLAGS_AT] ?? 0) & WEBP_IS_ANIMATED) !== 0) {
    throw new PictureError('it is an animated WebP; save one picture of it')
  }
  return webp.decode(bytes)
}

/** 16 bits a channel become 8 by rounding; grey and palettes become red, green and blue. */
function decodePng(bytes: Uint8Array): Picture {
  const { width, height, data } = PNG.sync.read(toBuffer(bytes))
  return toPicture(data, { width, height })
}

/** The first frame, on the whole canvas. */
function decodeGif(bytes: Uint8Array): Picture {
  const reader = new GifReader(toBuffer(bytes))
  if (reader.numFrames() === 0) throw new PictureError('it holds no picture')
  const { width, height } = reader
  const frame = reader.frameInfo(0)
  if (frame.x + frame.width > width || frame.y + frame.height > height) {
    throw new PictureError('it is damaged: its first frame does not fit')
  }
  const rgba = new Uint8Array(4 * width * height)
  const complaint = listenToLog(() => reader.decodeAndBlitFrameRGBA(0, rgba))
  if (complaint !== null) throw new PictureError(`it is damaged: ${complaint}`)
  return toPicture(rgba, { width, height })
}

/** omggif says only on the console that a frame has too few or too many pixels; the call is synchronous. */
function listenToLog(run: () => void): string | null {
  const words: unknown[] = []
  const { log } = console
  console.log = (word: unknown) => void words.push(word)
  try {
    run()
  } finally {
    console.log = log
  }
  return words.length > 0 ? String(words[0]) : null
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
