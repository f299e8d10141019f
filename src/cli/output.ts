/** The terminal: results to stdout, words to stderr where stdout carries JSON. */
import type { Output } from './command'
import { toTerminalJson, toTerminalLine, toTerminalText } from './terminal-text'

export function createOutput({ isJson }: { isJson: boolean }): Output {
  const stream = isJson ? process.stderr : process.stdout
  return {
    isJson,
    stream,
    result(value, text) {
      process.stdout.write(`${isJson ? toTerminalJson(value) : toTerminalText(text())}\n`)
    },
    say(text) {
      stream.write(`${toTerminalText(text)}\n`)
    }
  }
}

/** A whole document on stdout: as it is for a file or a program, cleaned only where a terminal would obey it. */
export function writeDocument(text: string): void {
  process.stdout.write(process.stdout.isTTY ? toTerminalText(text) : text)
}

/** A sentence that belongs on stderr whatever stdout carries: a warning, or why nothing came of it. */
export function complain(text: string): void {
  process.stderr.write(`${toTerminalText(text)}\n`)
}

/** A table whose numbers are aligned to the right. */
export function formatTable(
  headerCells: readonly string[],
  cells: readonly (readonly string[])[]
): string {
  const header = headerCells.map(toTerminalLine)
  const rows = cells.map((row) => row.map(toTerminalLine))
  const isNumeric = header.map((_, column) =>
    rows.every((row) => /^[\d.,:–-]*$/.test(row[column] ?? ''))
  )
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length))
  )
  const write = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [header, ...rows].map(write).join('\n')
}
