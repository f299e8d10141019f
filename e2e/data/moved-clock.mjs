/** Loaded into a process before its program (NODE_OPTIONS=--import): its calendar is moved, or jumps all the time. */
import process from 'node:process'

const DAY_MS = 24 * 60 * 60 * 1000
/** Days by which the clock is wrong, one after the other, each for as long as `holdMs`. */
const { days, holdMs } = JSON.parse(process.env.MOVED_CLOCK ?? '{"days":[0],"holdMs":1}')

const RealDate = Date
const getOffsetMs = () => days[Math.floor(performance.now() / holdMs) % days.length] * DAY_MS

globalThis.Date = class extends RealDate {
  /** @param {any[]} values */
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + getOffsetMs())
    else super(.../** @type {[any]} */ (values))
  }

  static now() {
    return RealDate.now() + getOffsetMs()
  }
}
