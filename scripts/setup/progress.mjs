/** Tells a person what the set-up does: a line that redraws itself on a terminal, sparse plain lines elsewhere. */

import { formatBytes } from './files.mjs'

const REDRAW_EVERY_MS = 100 // fast enough to look alive, slow enough not to cost anything
const PLAIN_LINE_EVERY_MS = 5000 // a log is read afterwards: a line every few seconds is plenty
const WIDEST_BAR = 24
const NARROWEST_BAR = 6 // below this, the percentage says more
const NUMBERS_WIDTH = 52 // of the numbers beside a bar, with its brackets and gaps

/**
 * @typedef {object} Task one piece of work on one line
 * @property {(text: string) => void} note what it does right now
 * @property {(received: number, total: number) => void} bytes how far a transfer is
 * @property {(text?: string) => void} done ends it, with how long it took
 * @property {() => void} failed ends it; the error's own sentence follows elsewhere
 */
/**
 * @typedef {object} Progress
 * @property {(line: string) => void} say
 * @property {(label: string) => Task} task
 */

/**
 * @param {{ stream?: NodeJS.WritableStream & { isTTY?: boolean, columns?: number } }} [options]
 * @returns {Progress}
 */
export function createProgress({ stream = process.stdout } = {}) {
  /** @param {string} line */
  const say = (line) => void stream.write(`${line}\n`)
  return { say, task: (label) => (stream.isTTY ? liveTask(label, stream) : plainTask(label, say)) }
}

/**
 * A task around some work: the line is cleared when the work throws.
 * @template Result
 * @param {Progress} progress
 * @param {string} label
 * @param {(task: Task) => Promise<Result>} work ends the task itself, with its own words
 */
export async function runTask(progress, label, work) {
  const task = progress.task(label)
  try {
    return await work(task)
  } catch (error) {
    task.failed()
    throw error
  }
}

/**
 * @param {string} label
 * @param {NodeJS.WritableStream & { columns?: number }} stream
 * @returns {Task}
 */
function liveTask(label, stream) {
  const startedAt = Date.now()
  const speed = createSpeed()
  let detail = ''
  const columns = stream.columns || 80 // 0 where a terminal does not tell
  const barWidth = Math.min(WIDEST_BAR, columns - label.length - NUMBERS_WIDTH)
  const draw = () => {
    const text = `${label}  ${detail || `${Math.round((Date.now() - startedAt) / 1000)} s`}`
    stream.write(`\r\x1b[2K${text.slice(0, columns - 1)}`)
  }
  const timer = setInterval(draw, REDRAW_EVERY_MS)
  const finish = (/** @type {string} */ line) => {
    clearInterval(timer)
    stream.write(`\r\x1b[2K${line}`)
  }
  draw()
  return {
    note: (text) => void (detail = text),
    bytes: (received, total) =>
      void (detail = describeTransfer(received, total, speed(received), barWidth)),
    done: (text) => finish(`${label}  ${text ?? 'done'} (${formatElapsed(startedAt)})\n`),
    failed: () => finish('')
  }
}

/**
 * @param {string} label
 * @param {(line: string) => void} say
 * @returns {Task}
 */
function plainTask(label, say) {
  const startedAt = Date.now()
  const speed = createSpeed()
  let saidAt = startedAt
  say(`${label} ...`)
  const sayNowAndThen = (/** @type {() => string} */ describe) => {
    if (Date.now() - saidAt < PLAIN_LINE_EVERY_MS) return
    saidAt = Date.now()
    say(`${label}  ${describe()}`)
  }
  return {
    note: (text) => sayNowAndThen(() => text),
    bytes: (received, total) => {
      const bytesPerSecond = speed(received)
      sayNowAndThen(() => describeTransfer(received, total, bytesPerSecond))
    },
    done: (text) => say(`${label}  ${text ?? 'done'} (${formatElapsed(startedAt)})`),
    failed: () => {}
  }
}

/**
 * `[########----------------]  35 %  96 of 274 MB  12.1 MB/s  15 s left`
 * @param {number} received
 * @param {number} total
 * @param {number} bytesPerSecond 0 while unknown
 * @param {number} [barWidth]
 */
export function describeTransfer(received, total, bytesPerSecond, barWidth = WIDEST_BAR) {
  const fraction = total > 0 ? Math.min(1, received / total) : 0
  const filled = Math.round(fraction * barWidth)
  const parts = [
    ...(barWidth < NARROWEST_BAR ? [] : [`[${'#'.repeat(filled).padEnd(barWidth, '-')}]`]),
    `${String(Math.floor(fraction * 100)).padStart(3)} %`,
    `${(received / 1e6).toFixed(0)} of ${formatBytes(total)}`
  ]
  if (bytesPerSecond > 0) {
    parts.push(
      `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`,
      `${formatSeconds((total - received) / bytesPerSecond)} left`
    )
  }
  return parts.join('  ')
}

/** Bytes per second since the first report of this session, so a continued download is not flattered. */
function createSpeed() {
  /** @type {{ at: number, received: number } | undefined} */
  let first
  return (/** @type {number} */ received) => {
    first ??= { at: Date.now(), received }
    const seconds = (Date.now() - first.at) / 1000
    return seconds > 0.5 ? (received - first.received) / seconds : 0
  }
}

/** @param {number} startedAt */
function formatElapsed(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
}

/** @param {number} seconds */
function formatSeconds(seconds) {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return `${Math.ceil(seconds / 60)} min`
}
