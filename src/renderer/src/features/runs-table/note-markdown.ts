/** A small, safe part of Markdown as data: headings, lists, code, quotes; bold, italic, code and addresses in a line. */

export type Inline =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  /** An address is shown, not opened: a note may come from somebody else's file. */
  | { readonly kind: 'link'; readonly text: string; readonly address: string }

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly content: readonly Inline[] }
  | {
      readonly kind: 'list'
      readonly isOrdered: boolean
      readonly items: readonly (readonly Inline[])[]
    }
  | { readonly kind: 'code'; readonly text: string }

const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|\b_([^_\n]+)_\b|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g

/** Never fails: what is no Markdown is text. */
export function parseNote(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const blocks: Block[] = []
  let index = 0
  while (index < lines.length) {
    const { block, next } = readBlock(lines, index)
    if (block) blocks.push(block)
    index = next
  }
  return blocks
}

function readBlock(lines: readonly string[], start: number): { block: Block | null; next: number } {
  const line = lines[start] ?? ''
  if (line.trim() === '') return { block: null, next: start + 1 }
  if (line.startsWith('```')) return readCode(lines, start)
  const heading = /^(#{1,3})\s+(.+)$/.exec(line)
  if (heading?.[1] && heading[2] !== undefined) {
    const level = heading[1].length as 1 | 2 | 3
    return {
      block: { kind: 'heading', level, content: parseInline(heading[2]) },
      next: start + 1
    }
  }
  for (const isOrdered of [false, true]) {
    if (matchItem(line, isOrdered) !== null) return readList(lines, start, isOrdered)
  }
  return readParagraph(lines, start)
}

function readCode(lines: readonly string[], start: number): { block: Block; next: number } {
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('```'))
  const end = length < 0 ? lines.length : start + 1 + length
  return { block: { kind: 'code', text: lines.slice(start + 1, end).join('\n') }, next: end + 1 }
}

function readList(
  lines: readonly string[],
  start: number,
  isOrdered: boolean
): { block: Block; next: number } {
  const items: Inline[][] = []
  let next = start
  for (; next < lines.length; next++) {
    const item = matchItem(lines[next] ?? '', isOrdered)
    if (item === null) break
    items.push(parseInline(item))
  }
  return { block: { kind: 'list', isOrdered, items }, next }
}

/** A line break within a paragraph is a space, as in Markdown. */
function readParagraph(lines: readonly string[], start: number): { block: Block; next: number } {
  const isQuote = /^>/.test(lines[start] ?? '')
  const taken: string[] = []
  let next = start
  for (; next < lines.length; next++) {
    const line = lines[next] ?? ''
    const isOther = next > start && (startsBlock(line) || /^>/.test(line) !== isQuote)
    if (line.trim() === '' || isOther) break
    taken.push(line.replace(/^>\s?/, '').trim())
  }
  const content = parseInline(taken.join(' '))
  return { block: { kind: isQuote ? 'quote' : 'paragraph', content }, next }
}

function startsBlock(line: string): boolean {
  const isItem = matchItem(line, false) !== null || matchItem(line, true) !== null
  return isItem || line.startsWith('```') || /^#{1,3}\s/.test(line)
}

function matchItem(line: string, isOrdered: boolean): string | null {
  const pattern = isOrdered ? /^\s*\d{1,9}[.)]\s+(.*)$/ : /^\s*[-*+]\s+(.*)$/
  return pattern.exec(line)?.[1] ?? null
}

function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let end = 0
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push(toInline(match))
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function toInline(match: RegExpMatchArray): Inline {
  const [whole, code, stars, bars, star, bar, label, address] = match
  if (code !== undefined) return { kind: 'code', text: code }
  const strong = stars ?? bars
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (label !== undefined && address !== undefined) return { kind: 'link', text: label, address }
  return { kind: 'emphasis', text: star ?? bar ?? whole }
}
