/** Arranges what a layer gives for one picture as a mosaic of small grey pictures. */
import { CELLS_A_LINE, MOST_CELLS, type FeatureMap } from '@shared/feature-maps'
import { countElements, type Shape } from '@shared/layers/layer'

type Mosaic = Omit<FeatureMap, 'name' | 'probabilities'>

/** `values` of the given shape, without a batch. The last axis counts the maps; of a volume the middle slice is shown. */
export function createMosaic(
  values: ArrayLike<number>,
  shape: Shape,
  { tile, mostMaps }: { tile: number; mostMaps: number }
): Mosaic {
  const isRow = shape.length <= 1
  const mapCount = isRow ? values.length : (shape.at(-1) ?? 1)
  const range = findRange(values)
  const layout = isRow ? layOutRow(mapCount) : layOutMaps(shape, { tile, mostMaps })
  const pixels = new Uint8Array(layout.width * layout.height)
  const source = { values, mapCount, ...findSlice(isRow ? [1, 1, mapCount] : shape) }
  for (let place = 0; place < layout.shownCount; place++) {
    const map = Math.floor((place * mapCount) / layout.shownCount)
    drawTile(pixels, { layout, place, range, source: { ...source, map } })
  }
  return {
    kind: isRow ? 'values' : 'maps',
    ...layout,
    pixels,
    min: range.min,
    max: range.max,
    mapCount,
    deadShare: countDead(values, mapCount) / Math.max(1, mapCount),
    hasStrangeValues: range.hasStrangeValues
  }
}

type Layout = Pick<Mosaic, 'columns' | 'rows' | 'width' | 'height' | 'shownCount'>

/** A cell is one pixel: whoever shows it makes it larger. */
function layOutRow(count: number): Layout {
  const shownCount = Math.min(count, MOST_CELLS)
  const rows = Math.max(1, Math.ceil(shownCount / CELLS_A_LINE))
  const columns = Math.ceil(shownCount / rows)
  return { columns, rows, width: columns, height: rows, shownCount }
}

/** Of the strip that a block has for them: two lines of a dozen. */
const WIDTH_TO_HEIGHT = 5

function layOutMaps(shape: Shape, { tile, mostMaps }: { tile: number; mostMaps: number }): Layout {
  const { height, width } = findSlice(shape)
  const shownCount = Math.min(shape.at(-1) ?? 1, mostMaps)
  const scale = tile / Math.max(height, width)
  const tileHeight = Math.max(1, Math.round(height * scale))
  const tileWidth = Math.max(1, Math.round(width * scale))
  const columns = chooseColumns(
    shownCount,
    Math.sqrt((shownCount * WIDTH_TO_HEIGHT * tileHeight) / tileWidth)
  )
  const rows = Math.ceil(shownCount / columns)
  return { columns, rows, width: columns * tileWidth, height: rows * tileHeight, shownCount }
}

/** Near to what was wished for, with as few empty places as can be. */
function chooseColumns(count: number, wished: number): number {
  const wish = Math.min(count, Math.max(1, Math.ceil(wished)))
  const candidates = Array.from({ length: wish }, (_, index) => wish - (wish >> 2) + index).filter(
    (columns) => columns <= Math.min(count, wish + (wish >> 2))
  )
  const countEmpty = (columns: number): number => columns * Math.ceil(count / columns) - count
  return candidates.reduce(
    (best, columns) => (countEmpty(columns) < countEmpty(best) ? columns : best),
    wish
  )
}

/** Where the picture of each map lies within the values. */
function findSlice(shape: Shape): { height: number; width: number; start: number } {
  const height = shape.length >= 3 ? (shape.at(-3) ?? 1) : 1
  const width = shape.at(-2) ?? 1
  const slices = countElements(shape.slice(0, -3))
  return { height, width, start: (slices >> 1) * height * width * (shape.at(-1) ?? 1) }
}

interface Source {
  readonly values: ArrayLike<number>
  readonly mapCount: number
  readonly map: number
  readonly height: number
  readonly width: number
  readonly start: number
}

function drawTile(
  pixels: Uint8Array,
  {
    layout: { columns, rows, width, height },
    place,
    range,
    source
  }: { layout: Layout; place: number; range: Range; source: Source }
): void {
  const [tileWidth, tileHeight] = [width / columns, height / rows]
  const top = Math.floor(place / columns) * tileHeight
  const left = (place % columns) * tileWidth
  for (let y = 0; y < tileHeight; y++) {
    const lines = findSpan(y, tileHeight, source.height)
    for (let x = 0; x < tileWidth; x++) {
      const mean = computeMean(source, lines, findSpan(x, tileWidth, source.width))
      pixels[(top + y) * width + left + x] = toGrey(mean, range)
    }
  }
}

/** Which places of `length` stand in one pixel: the nearest of fewer, all of more. */
function findSpan(pixel: number, pixels: number, length: number): readonly [number, number] {
  const from = Math.floor((pixel * length) / pixels)
  return [from, Math.max(from + 1, Math.floor(((pixel + 1) * length) / pixels))]
}

function computeMean(
  { values, mapCount, map, width, start }: Source,
  [top, bottom]: readonly [number, number],
  [left, right]: readonly [number, number]
): number {
  let sum = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += values[start + (y * width + x) * mapCount + map] ?? 0
  }
  return sum / ((bottom - top) * (right - left))
}

interface Range {
  readonly min: number
  readonly max: number
  readonly hasStrangeValues: boolean
}

/** Of the finite values; 0 where there are none. */
function findRange(values: ArrayLike<number>): Range {
  let [min, max] = [Infinity, -Infinity]
  let hasStrangeValues = false
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (!Number.isFinite(value)) hasStrangeValues = true
    else if (value < min) min = value
    if (value > max && Number.isFinite(value)) max = value
  }
  return min > max ? { min: 0, max: 0, hasStrangeValues } : { min, max, hasStrangeValues }
}

/** One value everywhere is grey, or black where it is 0. */
function toGrey(value: number, { min, max }: Range): number {
  if (!Number.isFinite(value)) return 0
  if (max === min) return max === 0 ? 0 : 128
  return Math.round((255 * (value - min)) / (max - min))
}

function countDead(values: ArrayLike<number>, mapCount: number): number {
  const isAlive = new Uint8Array(mapCount)
  for (let index = 0; index < values.length; index++) {
    if (values[index] !== 0) isAlive[index % mapCount] = 1
  }
  return isAlive.reduce((dead, alive) => dead + 1 - alive, 0)
}
