/** What a chart is drawn with: a canvas on the screen, or the text of an SVG; both from the same geometry. */

export interface Stroke {
  readonly color: string
  readonly width: number
  readonly dash?: readonly number[]
  /** @default 1 */
  readonly opacity?: number
}

export interface Words {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly color: string
  readonly align: 'left' | 'center' | 'right'
  /** @default false */
  readonly isBold?: boolean
  /** Read from below, as the title of a vertical axis is. @default false */
  readonly isUpright?: boolean
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Pen {
  /** Lines through `points`, which are x and y in turn; NaN lifts the pen. A lone point becomes a dot. */
  line(points: ArrayLike<number>, stroke: Stroke): void
  /** A closed outline, filled unless `stroke` is given. */
  shape(points: readonly number[], color: string, stroke?: Stroke): void
  /** Filled circles around `centres`, which are x and y in turn: many of one colour at once. */
  dots(centres: readonly number[], radius: number, color: string): void
  words(words: Words): void
  box(box: Box, color: string): void
  /** Draws with nothing outside of the box. */
  within(box: Box, draw: () => void): void
}

export const CHART_FONT_PX = 11

/** `font` is a family. */
export function createCanvasPen(context: CanvasRenderingContext2D, font: string): Pen {
  return {
    line(points, stroke) {
      applyStroke(context, stroke)
      context.beginPath()
      trace(context, points)
      context.stroke()
      context.globalAlpha = 1
    },
    shape(points, color, stroke) {
      context.beginPath()
      trace(context, points)
      context.closePath()
      if (stroke) {
        applyStroke(context, stroke)
        context.stroke()
        context.globalAlpha = 1
      } else {
        context.fillStyle = color
        context.fill()
      }
    },
    dots(centres, radius, color) {
      context.fillStyle = color
      context.beginPath()
      for (let at = 0; at < centres.length; at += 2) {
        const [x, y] = [centres[at] ?? NaN, centres[at + 1] ?? NaN]
        context.moveTo(x + radius, y)
        context.arc(x, y, radius, 0, 2 * Math.PI)
      }
      context.fill()
    },
    words({ text, x, y, color, align, isBold, isUpright }) {
      context.save()
      context.font = `${isBold ? '600 ' : ''}${CHART_FONT_PX}px ${font}`
      context.fillStyle = color
      context.textAlign = align
      context.translate(x, y)
      if (isUpright) context.rotate(-Math.PI / 2)
      context.fillText(text, 0, 0)
      context.restore()
    },
    box({ left, top, width, height }, color) {
      context.fillStyle = color
      context.fillRect(left, top, width, height)
    },
    within({ left, top, width, height }, draw) {
      context.save()
      context.beginPath()
      context.rect(left, top, width, height)
      context.clip()
      draw()
      context.restore()
    }
  }
}

function applyStroke(
  context: CanvasRenderingContext2D,
  { color, width, dash = [], opacity = 1 }: Stroke
): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.lineJoin = 'bevel'
  context.setLineDash([...dash])
  context.globalAlpha = opacity
}

const DOT_PX = 1.5

function trace(context: CanvasRenderingContext2D, points: ArrayLike<number>): void {
  for (const [start, end] of findPieces(points)) {
    context.moveTo(points[start] ?? 0, points[start + 1] ?? 0)
    if (end === start + 2) context.lineTo((points[start] ?? 0) + DOT_PX, points[start + 1] ?? 0)
    for (let at = start + 2; at < end; at += 2) context.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
  }
}

/** The pieces between the gaps, as places in `points`. */
export function findPieces(points: ArrayLike<number>): [number, number][] {
  const pieces: [number, number][] = []
  let start = -1
  for (let at = 0; at <= points.length; at += 2) {
    const isPoint =
      at < points.length && Number.isFinite((points[at] ?? NaN) + (points[at + 1] ?? NaN))
    if (isPoint && start < 0) start = at
    if (!isPoint && start >= 0) {
      pieces.push([start, at])
      start = -1
    }
  }
  return pieces
}
