/** Text as a cell of a comma-separated file that a spreadsheet opens without carrying anything out. */

/** Quoted where it must be; what a spreadsheet would take for a formula becomes text. */
export function toCsvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless
}

/** A row without its line break. A number is written as it is, so that it can be computed with. */
export function toCsvRow(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? String(cell) : toCsvCell(cell))).join(',')
}
