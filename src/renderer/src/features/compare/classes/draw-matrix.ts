/** Draws a matrix of cells with the names of its classes onto a canvas: a hundred classes are ten thousand cells. */
import { readToken } from '../../../composables/tokens'
import { chooseInk, parseHex, toCss, type MatrixPalette, type Rgb } from './matrix-colors'

export interface MatrixCells {
  readonly classCount: number
  colorAt(row: number, column: number): Rgb
  /** Nothing for a cell that needs no number. */
  textAt(row: number, column: number): string
}

export interface MatrixLayout {
  /** Pixels of a cell, and before the first one, in either direction. */
  readonly cell: number
  readonly left: number
  readonly top: number
}

const NAME_FROM = 11
const NUMBER_FROM = 24
const LONGEST_NAME = 76
const FONT_SIZE = 11

/** How large the cells may be in a matrix so wide; names stand beside them where there is room. */
export function layOutMatrix(width: number, classCount: number): MatrixLayout {
  const named = Math.floor((width - LONGEST_NAME) / classCount)
  if (named >= NAME_FROM) {
    return { cell: Math.min(named, 38), left: LONGEST_NAME, top: LONGEST_NAME }
  }
  return { cell: Math.max(3, Math.floor(width / classCount)), left: 0, top: 0 }
}

export function readMatrixPalette(): MatrixPalette {
  const read = (name: `--${string}`): Rgb => parseHex(readToken(name))
  return {
    empty: read('--surface-raised'),
    full: read('--share-full'),
    more: read('--change-more'),
    fewer: read('--change-fewer'),
    inks: [read('--ink-dark'), read('--ink-light')]
  }
}

export function drawMatrix(
  context: CanvasRenderingContext2D,
  cells: MatrixCells,
  {
    layout,
    classNames,
    palette
  }: { layout: MatrixLayout; classNames: readonly string[]; palette: MatrixPalette }
): void {
  const { cell, left, top } = layout
  const gap = cell >= 8 ? 1 : 0
  context.textBaseline = 'middle'
  context.font = `${Math.min(FONT_SIZE, cell / 2.6)}px ${readToken('--font-mono')}`
  for (let row = 0; row < cells.classCount; row++) {
    for (let column = 0; column < cells.classCount; column++) {
      const color = cells.colorAt(row, column)
      const [x, y] = [left + column * cell, top + row * cell]
      context.fillStyle = toCss(color)
      context.fillRect(x, y, cell - gap, cell - gap)
      const text = cell >= NUMBER_FROM ? cells.textAt(row, column) : ''
      if (text === '') continue
      context.fillStyle = toCss(chooseInk(color, palette))
      context.textAlign = 'center'
      context.fillText(text, x + (cell - gap) / 2, y + (cell - gap) / 2, cell - gap - 2)
    }
  }
  if (left > 0) drawNames(context, classNames, layout)
}

/** The true classes at the left, the predicted ones above, turned. */
function drawNames(
  context: CanvasRenderingContext2D,
  classNames: readonly string[],
  { cell, left, top }: MatrixLayout
): void {
  context.font = `${Math.min(FONT_SIZE, cell - 1)}px ${readToken('--font-text')}`
  context.fillStyle = readToken('--text-secondary')
  classNames.forEach((name, index) => {
    const middle = index * cell + cell / 2
    const text = shorten(context, name)
    context.textAlign = 'right'
    context.fillText(text, left - 6, top + middle)
    context.save()
    context.translate(left + middle, top - 6)
    context.rotate(-Math.PI / 2)
    context.textAlign = 'left'
    context.fillText(text, 0, 0)
    context.restore()
  })
}

function shorten(context: CanvasRenderingContext2D, name: string): string {
  const most = LONGEST_NAME - 10
  if (context.measureText(name).width <= most) return name
  let length = name.length
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > most) length--
  return `${name.slice(0, length)}…`
}
