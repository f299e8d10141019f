/** The last part of a name that the page gave, without what a file system or a shell would take amiss. */
export function toSafeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const safe = last
    .replace(/[^\p{L}\p{N} ._+-]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 120)
  return safe === '' ? 'file' : safe
}
