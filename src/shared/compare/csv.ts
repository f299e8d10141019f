/** A table as comma-separated text that spreadsheets read, and never run. */

/** With a heading row; what a spreadsheet would take for a formula is quoted by an apostrophe. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('')
}

/** Names begin with anything; numbers may begin with a sign. */
function quote(cell: string): string {
  const isNumber = cell !== '' && Number.isFinite(Number(cell))
  const safe = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
