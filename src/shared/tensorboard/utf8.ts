/** Text as UTF-8, without what only a page or Node has. */

/** A half of a pair of surrogates, which no bytes stand for, becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const whole = Array.from(text, (one) => (/^[\ud800-\udfff]$/.test(one) ? '\ufffd' : one)).join('')
  const escaped = encodeURIComponent(whole)
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    const isEscape = escaped[at] === '%'
    bytes.push(isEscape ? parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at))
    if (isEscape) at += 2
  }
  return Uint8Array.from(bytes)
}

/** Bytes that are no UTF-8 are taken one by one, as Latin-1. */
export function decodeUtf8(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  try {
    return decodeURIComponent(escaped)
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }
}
