/** A table as comma-separated text that spreadsheets read, and never run. */
import { quoteCsvCell, toCsvCell } from '../csv'

/** With a heading row; what a spreadsheet would take for a formula is quoted by an apostrophe. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('')
}

/** Names begin with anything; numbers may begin with a sign. */
function toCell(text: string): string {
  const isNumber = text !== '' && text === text.trim() && !Number.isNaN(Number(text))
  return isNumber ? quoteCsvCell(text) : toCsvCell(text)
}
