/** Ends the trainer when its parent is gone, even while a step of minutes keeps it from hearing that. */
import { Worker } from 'node:worker_threads'

/** Together below two seconds: nobody should find a trainer at work whose application is gone. */
const LOOK_EVERY_MS = 500
/** For a trainer that does hear: it brings its metrics to the disk and ends by itself. */
const GRACE_MS = 1000

/**
 * Looks from a thread of its own, because TensorFlow's calls block this one. What was being written is left as after a
 * power cut, which every file of a run survives.
 */
export function watchParent(): void {
  try {
    const { ppid } = process
    const worker = new Worker(PROGRAM, {
      eval: true,
      workerData: { ppid, lookEveryMs: LOOK_EVERY_MS, graceMs: GRACE_MS }
    })
    worker.unref()
    worker.on('error', () => undefined)
  } catch {
    // Without threads the trainer still hears of it between two steps.
  }
}

/** Text, so that it needs no file beside the trainer's own. On Windows the number of the parent stays: there it is asked. */
const PROGRAM = `
const { workerData: { ppid, lookEveryMs, graceMs } } = require('node:worker_threads')
const isGone = () => {
  if (process.ppid !== ppid) return true
  try {
    process.kill(ppid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
const timer = setInterval(() => {
  if (!isGone()) return
  clearInterval(timer)
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs)
}, lookEveryMs)
`
