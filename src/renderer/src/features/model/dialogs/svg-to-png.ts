/** Draws an SVG as a PNG, at twice its size. */
import { UserError } from '@shared/contract/define'

const SCALE = 2
/** Chromium draws no larger canvas. */
const LARGEST_SIDE = 16_384

/** @throws UserError when it is too large to be drawn. */
export async function drawSvgAsPng(svg: string): Promise<Uint8Array> {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    const scale = Math.min(SCALE, LARGEST_SIDE / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!blob) throw new UserError('The diagram is too large for a PNG. Save it as SVG instead.')
    return new Uint8Array(await blob.arrayBuffer())
  } finally {
    URL.revokeObjectURL(url)
  }
}
