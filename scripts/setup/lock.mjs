/** One set-up at a time per cache folder: a second one waits for the first. */

import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 500

/**
 * Calls the work while holding the lock file; one left by a process that died is taken over.
 * @template Result
 * @param {string} path
 * @param {{ onWait: (pid: number) => void, work: () => Promise<Result> }} options
 */
export async function withLock(path, { onWait, work }) {
  mkdirSync(dirname(path), { recursive: true })
  let hasSaidWaiting = false
  while (!tryToTake(path)) {
    const owner = readOwner(path)
    if (owner === undefined || !isAlive(owner)) {
      rmSync(path, { force: true })
      continue
    }
    if (!hasSaidWaiting) onWait(owner)
    hasSaidWaiting = true
    await delay(LOOK_EVERY_MS)
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function tryToTake(path) {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function readOwner(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined
  } catch {
    return undefined // released in between
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
