/** Tells from its first bytes what kind of picture a file is and how large, before anything of it is decoded. */

export const pictureFormats = ['jpeg', 'png', 'webp', 'gif', 'bmp'] as const
export type PictureFormat = (typeof pictureFormats)[number]

export interface PictureHeader {
  readonly format: PictureFormat
  readonly width: number
  readonly height: number
}

/** Null when it is none of the known kinds, or its header is cut off or absurd. */
export function sniffPicture(bytes: Uint8Array): PictureHeader | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const format of pictureFormats) {
    const size = readers[format](buffer)
    if (size && size.width > 0 && size.height > 0) return { format, ...size }
  }
  return null
}

type Size = { readonly width: number; readonly height: number }

const readers: Readonly<Record<PictureFormat, (buffer: Buffer) => Size | null>> = {
  jpeg: readJpeg,
  png: (buffer) =>
    begins(buffer, '\u0089PNG\r\n\u001a\n') && buffer.length >= 24
      ? { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
      : null,
  webp: readWebp,
  gif: (buffer) =>
    (begins(buffer, 'GIF87a') || begins(buffer, 'GIF89a')) && buffer.length >= 10
      ? { width: buffer.readUInt16LE(6), height: buffer.readUInt16LE(8) }
      : null,
  bmp: (buffer) =>
    begins(buffer, 'BM') && buffer.length >= 26
      ? { width: Math.abs(buffer.readInt32LE(18)), height: Math.abs(buffer.readInt32LE(22)) }
      : null
}

function begins(buffer: Buffer, text: string): boolean {
  return buffer.length >= text.length && buffer.toString('latin1', 0, text.length) === text
}

/** Walks the segments up to the frame header (SOF0..SOF15 without the three that are none). Source: ITU T.81, B.2. */
function readJpeg(buffer: Buffer): Size | null {
  if (!begins(buffer, '\u00ff\u00d8\u00ff')) return null
  let at = 2
  while (at + 9 < buffer.length) {
    if (buffer[at] !== 0xff) return null
    const marker = buffer[at + 1] as number
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7) }
    at += 2 + buffer.readUInt16BE(at + 2)
  }
  return null
}

/** The three kinds of chunk that begin a WebP. Source: RFC 9649 and RFC 6386, 9.1. */
function readWebp(buffer: Buffer): Size | null {
  if (!begins(buffer, 'RIFF') || buffer.length < 30) return null
  if (buffer.toString('latin1', 8, 12) !== 'WEBP') return null
  switch (buffer.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: buffer.readUIntLE(24, 3) + 1, height: buffer.readUIntLE(27, 3) + 1 }
    case 'VP8 ':
      return {
        width: buffer.readUInt16LE(26) & 0x3fff,
        height: buffer.readUInt16LE(28) & 0x3fff
      }
    case 'VP8L': {
      const bits = buffer.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default:
      return null
  }
}
