/** What a value in a query means: numbers with units, lengths of time, days. */

const NUMBER = /^[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i
const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, '%': 0.01 }
const TIMES: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000
}

/** `0.75`, `1e-3`, `75%`, `558,186`, `558k`, `1.2M`, with its unit or without; null for anything else. */
export function parseNumber(written: string, unit = ''): number | null {
  const text = written.endsWith(unit)
    ? written.slice(0, written.length - unit.length).trim()
    : written
  const [digits] = NUMBER.exec(text) ?? []
  if (digits === undefined) return /^[+-]?(inf|infinity|∞)$/i.test(text) ? toInfinity(text) : null
  const scale = SCALES[text.slice(digits.length)]
  // Through text: 75 times 0.01 is not quite 0.75.
  return scale === undefined
    ? null
    : Number((Number(digits.replaceAll(',', '')) * scale).toPrecision(15))
}

/** Milliseconds: `90s`, `2m`, `1h30m`, `250ms`, `1:30`; a number without a unit is in seconds. Null for anything else. */
export function parseDuration(text: string): number | null {
  const clock = /^(?:(\d+):)?(\d+):(\d\d)$/.exec(text)
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock
    return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  }
  if (/^\d*\.?\d+$/.test(text)) return Number(text) * 1000
  const parts = text.toLowerCase().match(/\d*\.?\d+(?:ms|min|[smhd])/g)
  if (parts?.join('') !== text.toLowerCase()) return null
  return parts.reduce((total, part) => total + parsePart(part), 0)
}

/** From the first moment up to the first one after it, in milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** `2026`, `2026-11`, `2026-11-25`, `2026-11-25T14:30`, a blank in place of the T: the whole of it, by the clock of this place. Null for anything else. */
export function parseSpan(text: string): Span | null {
  const found = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[T ](\d\d?):(\d\d))?)?)?$/i.exec(text)
  if (!found) return null
  const given = found.slice(1).filter((part) => part !== undefined)
  const parts = given.map(Number)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts
  const begin = new Date(year, month - 1, day, hour, minute)
  if (begin.getMonth() !== month - 1 || begin.getDate() !== day || hour > 23 || minute > 59)
    return null
  const until = [
    new Date(year + 1, 0),
    new Date(year, month),
    new Date(year, month - 1, day + 1),
    begin,
    new Date(year, month - 1, day, hour, minute + 1)
  ][parts.length - 1]
  return { from: begin.getTime(), until: (until ?? begin).getTime() }
}

/** True for a text that stands for no value. */
export function isNone(text: string): boolean {
  return /^(none|null|–)$/i.test(text)
}

/** Null for what is no yes and no no. */
export function parseFlag(text: string): boolean | null {
  if (/^(true|yes)$/i.test(text)) return true
  return /^(false|no)$/i.test(text) ? false : null
}

/** Lower case, and one spelling for what looks the same. */
export function fold(text: string): string {
  // Most text is of letters that have one spelling only, and normalizing is slow.
  return (/^[ -~]*$/.test(text) ? text : text.normalize('NFKC')).toLowerCase()
}

function toInfinity(text: string): number {
  return text.startsWith('-') ? -Infinity : Infinity
}

function parsePart(part: string): number {
  const [digits = ''] = /^[\d.]+/.exec(part) ?? []
  return Number(digits) * (TIMES[part.slice(digits.length)] ?? NaN)
}
