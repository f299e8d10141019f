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
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MOST_BYTES))
  return text.slice(0, read)
}
