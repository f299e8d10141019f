/** The terminal: results to stdout, words to stderr where stdout carries JSON. */
import type { Output } from './command'

export function createOutput({ isJson }: { isJson: boolean }): Output {
  const stream = isJson ? process.stderr : process.stdout
  return {
    isJson,
    stream,
    result(value, text) {
      process.stdout.write(isJson ? `${JSON.stringify(value, null, 2)}\n` : `${text()}\n`)
    },
    say(text) {
      stream.write(`${text}\n`)
    }
  }
}

/** A table whose numbers are aligned to the right. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[]
): string {
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
