/** A picture of a model: one SVG file that needs nothing beside it. */
import { formatCount } from '../format'
import { layers } from '../layers'
import { analyzeModel, type LayerAnalysis, type ModelAnalysis } from './analyze'
import type { ModelGraph } from './graph'
import {
  BLOCK_WIDTH,
  createScene,
  findWire,
  type Box,
  type FoldedBox,
  type LayerBox,
  type Scene,
  type Side
} from './layout'
import { countParameters, describeParams, describeShape } from './layer-words'
import type { Place } from './drawing'

export interface DiagramOptions {
  readonly theme: 'light' | 'dark'
  /** Above the drawing. */
  readonly title: string
}

interface Colours {
  readonly page: string
  readonly card: string
  readonly line: string
  readonly text: string
  readonly secondary: string
  readonly accent: string
  readonly wrong: string
}

/** The window's own colours, which a file cannot refer to. */
const palettes: Readonly<Record<DiagramOptions['theme'], Colours>> = {
  light: {
    page: '#ffffff',
    card: '#ffffff',
    line: '#858e9b',
    text: '#14181f',
    secondary: '#566070',
    accent: '#0b6b64',
    wrong: '#b3261e'
  },
  dark: {
    page: '#12161c',
    card: '#1a2027',
    line: '#6f7b89',
    text: '#e7ebf0',
    secondary: '#9ea9b7',
    accent: '#3dbdb1',
    wrong: '#f3877c'
  }
}

const BLOCK_HEIGHT = 68
const MARGIN = 28
const TITLE_HEIGHT = 56
/** About a page. */
const ASPECT = 1.1

export function writeDiagramSvg(
  graph: ModelGraph,
  options: DiagramOptions,
  analysis: ModelAnalysis = analyzeModel(graph)
): string {
  const colours = palettes[options.theme]
  const scene = createScene(graph, { heightOf: () => BLOCK_HEIGHT, aspect: ASPECT })
  const { width, height, left, top } = measure(scene)
  const totals = `${formatCount(analysis.parameters)} parameters, ${formatCount(analysis.multiplyAdds)} multiply-adds a picture`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Segoe UI', 'Noto Sans', Arial, sans-serif">`,
    `<title>${escapeXml(options.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.page}"/>`,
    text(options.title, { x: MARGIN, y: 30, size: 17, weight: 600, fill: colours.text }),
    text(totals, { x: MARGIN, y: 48, size: 12, fill: colours.secondary }),
    `<g transform="translate(${MARGIN - left} ${TITLE_HEIGHT + MARGIN - top})">`,
    ...drawFrames(scene, colours),
    ...drawWires(scene, colours),
    ...[...scene.boxes.values()].map((box) => drawBox(box, scene, { colours, analysis })),
    '</g>',
    '</svg>',
    ''
  ].join('\n')
}

function measure({ boxes, places, frames }: Scene) {
  const corners = [...places].map(([id, { x, y }]) => {
    const { width, height } = boxes.get(id) ?? { width: 0, height: 0 }
    return { left: x - width / 2, right: x + width / 2, top: y, bottom: y + height }
  })
  const edges = [
    ...corners,
    ...frames.map(({ x, y, width, height }) => ({
      left: x,
      right: x + width,
      top: y,
      bottom: y + height
    }))
  ]
  const left = Math.min(...edges.map((one) => one.left))
  const top = Math.min(...edges.map((one) => one.top))
  // Shortcuts run beside the blocks.
  const right = Math.max(...edges.map((one) => one.right)) + SHORTCUT_PX
  const bottom = Math.max(...edges.map((one) => one.bottom))
  return {
    left,
    top,
    width: Math.ceil(Math.max(right - left, 320) + 2 * MARGIN),
    height: Math.ceil(bottom - top + 2 * MARGIN + TITLE_HEIGHT)
  }
}

const SHORTCUT_PX = 20

function drawFrames({ frames }: Scene, { line, secondary }: Colours): string[] {
  return frames.flatMap(({ block, x, y, width, height }) => [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="none" stroke="${line}" stroke-dasharray="4 4"/>`,
    text(block.name, { x: x + 12, y: y + 15, size: 11, weight: 600, fill: secondary })
  ])
}

function drawWires({ links, boxes, places }: Scene, { line }: Colours): string[] {
  return links.map((link) => {
    const [source, target] = [boxes.get(link.from), boxes.get(link.to)]
    const [start, end] = [places.get(link.from), places.get(link.to)]
    if (!source || !target || !start || !end) return ''
    const wire = findWire(link, boxes, places)
    const path = findPath(
      { point: anchor(source, start, wire.from), side: wire.from },
      { point: anchor(target, end, wire.to), side: wire.to }
    )
    return `<path d="${path}" fill="none" stroke="${line}" stroke-width="1.25"/>`
  })
}

function anchor({ width, height }: Box, { x, y }: Place, side: Side): Place {
  switch (side) {
    case 'top':
      return { x, y }
    case 'bottom':
      return { x, y: y + height }
    case 'left':
      return { x: x - width / 2, y: y + height / 2 }
    case 'right':
      return { x: x + width / 2, y: y + height / 2 }
  }
}

interface End {
  readonly point: Place
  readonly side: Side
}

function findPath({ point: from, side }: End, { point: to, side: toSide }: End): string {
  if (side === 'bottom') {
    const middle = (from.y + to.y) / 2
    return from.x === to.x
      ? `M${from.x},${from.y}V${to.y}`
      : `M${from.x},${from.y}V${middle}H${to.x}V${to.y}`
  }
  if (side === toSide) {
    const out = Math.max(from.x, to.x) + SHORTCUT_PX
    return `M${from.x},${from.y}H${out}V${to.y}H${to.x}`
  }
  const middle = (from.x + to.x) / 2
  return `M${from.x},${from.y}H${middle}V${to.y}H${to.x}`
}

function drawBox(
  box: LayerBox | FoldedBox,
  { places }: Scene,
  { colours, analysis }: { colours: Colours; analysis: ModelAnalysis }
): string {
  const place = places.get(box.id) ?? { x: 0, y: 0 }
  const members = analysis.layers.filter(({ layer }) =>
    box.kind === 'layer' ? layer.name === box.layer.name : box.block.layers.includes(layer.name)
  )
  const last = members.at(-1)
  const isWrong = members.some(({ error }) => error !== null)
  const words = wordsOf(box)
  const left = place.x - box.width / 2
  const share = shareOf(members, analysis)
  const [right, top] = [left + box.width - 12, place.y]
  return [
    `<g><rect x="${left}" y="${top}" width="${box.width}" height="${box.height}" rx="8" fill="${colours.card}" stroke="${isWrong ? colours.wrong : colours.line}"/>`,
    text(words.title, { x: left + 12, y: top + 20, size: 13, weight: 600, fill: colours.text }),
    text(formatCount(sum(members.map(countParameters))), {
      x: right,
      y: top + 20,
      size: 12,
      fill: colours.text,
      anchor: 'end'
    }),
    text(words.detail, { x: left + 12, y: top + 37, size: 11, fill: colours.secondary }),
    text(describeShape(last?.outputShape ?? null), {
      x: left + 12,
      y: top + 56,
      size: 12,
      fill: colours.text
    }),
    `<rect x="${right - 60}" y="${top + 50}" width="60" height="4" rx="2" fill="${colours.line}" fill-opacity="0.35"/>`,
    `<rect x="${right - 60}" y="${top + 50}" width="${(60 * share).toFixed(1)}" height="4" rx="2" fill="${colours.accent}"/></g>`
  ].join('')
}

const MOST_CHARACTERS = Math.floor(BLOCK_WIDTH / 6)

function wordsOf(box: LayerBox | FoldedBox): { title: string; detail: string } {
  const words =
    box.kind === 'layer'
      ? {
          title: layers[box.layer.kind].label,
          detail: [box.layer.name, describeParams(box.layer)].filter(Boolean).join(' · ')
        }
      : { title: box.block.name, detail: `${box.block.layers.length} layers` }
  const cut = (line: string, most: number): string =>
    line.length > most ? `${line.slice(0, most - 1)}…` : line
  return {
    title: cut(words.title, MOST_CHARACTERS - 10),
    detail: cut(words.detail, MOST_CHARACTERS)
  }
}

function shareOf(members: readonly LayerAnalysis[], { multiplyAdds }: ModelAnalysis): number {
  return multiplyAdds > 0 ? sum(members.map((one) => one.multiplyAdds)) / multiplyAdds : 0
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function text(
  words: string,
  {
    x,
    y,
    size,
    fill,
    weight = 400,
    anchor: side = 'start'
  }: { x: number; y: number; size: number; fill: string; weight?: number; anchor?: 'start' | 'end' }
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${side}">${escapeXml(words)}</text>`
}

/** Names are text: nothing in them is markup, and what XML cannot hold is left out. */
function escapeXml(words: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }
  return words
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"]/g, (character) => `&${names[character] ?? 'amp'};`)
}
