/** A disk takes 255, and a number, an extension and what a file is called while it is written belong to them. */
const MOST_BYTES = 200

/** The last part of a name that the page gave, without what a file system or a shell would take amiss. */
export function toSafeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const safe = cut(last.replace(/[^\p{L}\p{N} ._+-]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, ''))
  return safe === '' ? 'file' : safe
}

/** To whole letters. */
function cut(text: string): string {
  let [bytes, end] = [0, 0]
  for (const letter of text) {
    bytes += countBytes(letter.codePointAt(0) ?? 0)
    if (bytes > MOST_BYTES) break
    end += letter.length
  }
  return text.slice(0, end)
}

/** In UTF-8. */
function countBytes(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
