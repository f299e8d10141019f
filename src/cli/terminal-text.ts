/** Text on its way to a terminal: names, notes and messages of files from elsewhere must not steer it. */

/** What moves the cursor, changes colours or the title, or turns the order of letters round. */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** As it is, with line breaks and tabs, and a blank in place of what a terminal would obey. */
export function toTerminalText(text: string): string {
  return text.replace(STEERING, (found) => found.replace(/[^\n\t]+/gu, ' '))
}

/** As one line: for a name within a sentence or a cell of a table. */
export function toTerminalLine(text: string): string {
  return text.replace(STEERING, ' ')
}

/** As JSON, in which nothing is lost: what a terminal would obey is written as an escape. */
export function toTerminalJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(STEERING, (found) =>
    // The line breaks are those between the values.
    found.replace(/[^\n]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  )
}
