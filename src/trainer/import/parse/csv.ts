/** Reads a list of pictures: one line each, path and label. Quotes as in RFC 4180; comma, semicolon or tab between. */
import { UserError } from '@shared/contract/define'

export interface CsvRow {
  readonly path: string
  readonly label: string
  /** Counted from 1, for sentences. */
  readonly line: number
}

const MAX_ROWS = 10_000_000

/** The rows without the heading, if there is one. @throws UserError naming `source` and the line. */
export function readCsv(text: string, source: string): CsvRow[] {
  const clean = text.replace(/^\uFEFF/, '')
  const separator = chooseSeparator(clean)
  const rows = splitRows(clean, separator, source)
  const named = findColumns(rows[0]?.cells ?? [])
  return (named ? rows.slice(1) : rows).map(({ cells, line }) => {
    const path = cells[named?.path ?? 0]?.trim() ?? ''
    const label = cells[named?.label ?? 1]?.trim() ?? ''
    if (path === '' || label === '') {
      throw new UserError(`${source}, line ${line}: expected a path and a label.`)
    }
    return { path, label, line }
  })
}

const pathHeadings = ['path', 'file', 'filename', 'image', 'picture']
const labelHeadings = ['label', 'class', 'category', 'target']

/** Where path and label are, when the first line says so. */
function findColumns(cells: readonly string[]): { path: number; label: number } | null {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const path = names.findIndex((name) => pathHeadings.includes(name))
  const label = names.findIndex((name) => labelHeadings.includes(name))
  return path >= 0 && label >= 0 ? { path, label } : null
}

function chooseSeparator(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  return [',', ';', '\t'].find((one) => first.includes(one)) ?? ','
}

function splitRows(
  text: string,
  separator: string,
  source: string
): { cells: string[]; line: number }[] {
  const rows: { cells: string[]; line: number }[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let rowLine = 1

  function endRow(): void {
    cells.push(cell)
    if (cells.length > 1 || cell.trim() !== '') rows.push({ cells, line: rowLine })
    if (rows.length > MAX_ROWS) throw new UserError(`${source} has more than ${MAX_ROWS} lines.`)
    cells = []
    cell = ''
    rowLine = line
  }

  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string
    if (letter === '\n') line++
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[++at]
      else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator) {
      cells.push(cell)
      cell = ''
    } else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (isQuoted) throw new UserError(`${source}, line ${rowLine}: a quote is never closed.`)
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}
