/** Names of runs: they sort by time, and two processes never make the same one. */
import { randomBytes } from 'node:crypto'

/**
 * `20261123-190143-512-k3x9q2`: UTC to the millisecond, then 30 random bits. It sorts after `newest` even when the
 * system's clock was set back since that was made.
 */
export function createRunId({
  now = Date.now(),
  newest
}: { now?: number; newest?: string } = {}): string {
  const earliest = newest === undefined ? now : getRunTime(newest) + 1
  const moment = new Date(Math.max(now, earliest))
  const [date = '', time = ''] = moment.toISOString().split('T')
  const [clock = '', milliseconds = ''] = time.replace('Z', '').split('.')
  const random = [...randomBytes(6)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return [date.replaceAll('-', ''), clock.replaceAll(':', ''), milliseconds, random].join('-')
}

/** True for what createRunId makes: such a name is always a folder of its own, never a path out of one. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-\d{3}-[a-z2-7]{6}$/.test(text)
}

/** When a run with this id was made, in milliseconds since 1970. */
export function getRunTime(id: string): number {
  const [, year, month, day, hour, minute, second, milliseconds] =
    /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\d{3})/.exec(id) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`)
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
