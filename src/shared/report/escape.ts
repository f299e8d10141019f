/** Text of anybody, made harmless in a document: names and values may hold markup, control characters, any Unicode. */

/** Control characters (line breaks and tabs aside) and halves of a character show nothing, and break parsers. */
const UNSHOWABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

function clean(text: string): string {
  return text.replace(UNSHOWABLE, '\ufffd')
}

/** For text and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** As `escapeHtml`, and a name that is written from right to left, or turns the direction, turns nothing beside it. */
export function isolate(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}

/** What makes a list, a heading of the line above or a rule, at the start of a line only. */
const LINE_START = /^(?:[+-](?= |$)|\d{1,9}(?=[.)](?: |$))|-(?=-+$)|(?==+$))/

/** For one line of Markdown, a cell of a table for example: nothing in it formats, links, begins a list or ends the line. */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>|#~$!&]/g, '\\$&')
    .replace(LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
}

/** A note as a quotation: its own Markdown stays, but no markup of HTML, no links and no pictures. */
export function quoteMarkdown(note: string): string {
  return clean(note)
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\[/g, '\\[')
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
}
