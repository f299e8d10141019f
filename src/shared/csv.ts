/** Text as a cell of a comma-separated file that a spreadsheet opens without carrying anything out. */

/** How one begins, in the wide letters of East Asian spreadsheets, too, or after a blank that they skip. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/

/** Quoted where it must be; what a spreadsheet would take for a formula becomes text. */
export function toCsvCell(text: string): string {
  return quoteCsvCell(FORMULA.test(text) ? `'${text}` : text)
}

/** For text that is known to be a number, whose sign makes no formula of it. */
export function quoteCsvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** A row without its line break. A number is written as it is, so that it can be computed with. */
export function toCsvRow(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? String(cell) : toCsvCell(cell))).join(',')
}
