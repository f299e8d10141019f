/** Draws a chart as the text of an SVG. */
import { CHART_FONT_PX, findPieces, type Pen, type Stroke } from './pen'

export interface SvgPen extends Pen {
  /** The whole file. */
  finish(): string
}

export function createSvgPen({
  width,
  height,
  font,
  title
}: {
  width: number
  height: number
  /** A family. */
  font: string
  /** What the picture shows, for a screen reader. */
  title: string
}): SvgPen {
  const parts: string[] = []
  const clips: string[] = []
  return {
    line(points, stroke) {
      const path = findPieces(points).map(([start, end]) => toPath(points, start, end))
      if (path.length > 0) {
        parts.push(`<path d="${path.join('')}" fill="none" ${describeStroke(stroke)}/>`)
      }
    },
    shape(points, color, stroke) {
      const path = `${toPath(points, 0, points.length)}Z`
      const paint = stroke ? `fill="none" ${describeStroke(stroke)}` : `fill="${color}"`
      parts.push(`<path d="${path}" ${paint}/>`)
    },
    dots(centres, radius, color) {
      const circles = centres.flatMap((x, at) =>
        at % 2 === 0
          ? [`<circle cx="${round(x)}" cy="${round(centres[at + 1] ?? NaN)}" r="${radius}"/>`]
          : []
      )
      parts.push(`<g fill="${color}">${circles.join('')}</g>`)
    },
    words({ text, x, y, color, align, isBold, isUpright }) {
      const anchor = { left: 'start', center: 'middle', right: 'end' }[align]
      const turn = isUpright ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : ''
      const weight = isBold ? ' font-weight="600"' : ''
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" fill="${color}" text-anchor="${anchor}"${weight}${turn}>${escapeXml(text)}</text>`
      )
    },
    box({ left, top, width: wide, height: high }, color) {
      parts.push(
        `<rect x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}" fill="${color}"/>`
      )
    },
    within({ left, top, width: wide, height: high }, draw) {
      const id = `clip-${clips.length}`
      clips.push(
        `<clipPath id="${id}"><rect x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}"/></clipPath>`
      )
      parts.push(`<g clip-path="url(#${id})">`)
      draw()
      parts.push('</g>')
    },
    finish: () =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(font)}" font-size="${CHART_FONT_PX}">`,
        `<title>${escapeXml(title)}</title>`,
        `<defs>${clips.join('')}</defs>`,
        ...parts,
        '</svg>',
        ''
      ].join('\n')
  }
}

function describeStroke({ color, width, dash = [], opacity = 1 }: Stroke): string {
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const faint = opacity < 1 ? ` stroke-opacity="${opacity}"` : ''
  return `stroke="${color}" stroke-width="${width}" stroke-linejoin="bevel"${dashes}${faint}`
}

function toPath(points: ArrayLike<number>, start: number, end: number): string {
  const corners: string[] = []
  for (let at = start; at < end; at += 2) {
    corners.push(`${round(points[at] ?? 0)} ${round(points[at + 1] ?? 0)}`)
  }
  const dot = end === start + 2 ? 'h1.5' : ''
  return `M${corners.join('L')}${dot}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
