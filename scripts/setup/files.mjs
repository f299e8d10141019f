/** Small files of the set-up: JSON that is written whole or not at all, and the free space of a disk. */

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  writeFileSync
} from 'node:fs'
import { dirname } from 'node:path'
import { SetupError } from './setup-error.mjs'

/**
 * The parsed content, or undefined when the file is missing or is not JSON.
 * @param {string} path
 * @returns {any}
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Written beside its name and renamed, so a reader never sees half of it.
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(temporary, path)
}

/**
 * Free bytes for this user on the disk that holds, or will hold, the folder.
 * @param {string} folder
 */
export function getFreeBytes(folder) {
  const { bavail, bsize } = statfsSync(findExisting(folder))
  return bavail * bsize
}

/**
 * Throws one sentence when the folder neither is writable nor could be made; making it would say less.
 * @param {string} folder
 */
export function assertWritable(folder) {
  try {
    accessSync(findExisting(folder), constants.W_OK)
  } catch (error) {
    throw new SetupError(
      `The cache folder ${folder} cannot be written to. Make it writable, or set RECEPTIVE_CACHE_DIR to a folder that is.`,
      { cause: error }
    )
  }
}

/**
 * The folder itself or its nearest parent that is there.
 * @param {string} folder
 */
function findExisting(folder) {
  let existing = folder
  while (!existsSync(existing)) existing = dirname(existing)
  return existing
}

/**
 * Throws the one sentence when a disk is too small for what comes next.
 * @param {{ what: string, folder: string, neededBytes: number, freeBytes?: number }} options
 */
export function assertFreeSpace({ what, folder, neededBytes, freeBytes = getFreeBytes(folder) }) {
  if (freeBytes >= neededBytes) return
  throw new SetupError(
    `${what} needs ${formatBytes(neededBytes)} of free disk space in ${folder}, but only ` +
      `${formatBytes(freeBytes)} are free. Free some space, or set RECEPTIVE_CACHE_DIR to a folder on another disk, and start again.`
  )
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}
