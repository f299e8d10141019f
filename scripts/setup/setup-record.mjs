/** What the set-up remembers in node_modules/.receptive: the record for `doctor`, and private stamps. */

import { isDeepStrictEqual } from 'node:util'
import { readJson, writeJson } from './files.mjs'

/**
 * Notes of the steps to themselves; they go with node_modules, and so does what they speak of.
 * @typedef {object} Stamps
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 */

/**
 * @param {string} path
 * @returns {Stamps}
 */
export function openStamps(path) {
  return {
    get: (name) => readJson(path)?.[name],
    set: (name, value) => writeJson(path, { ...readJson(path), [name]: value })
  }
}

/**
 * @param {string} path
 * @returns {import('./step.mjs').SetupRecord}
 */
export function readRecord(path) {
  const record = readJson(path)
  return record?.version === 1 ? record : { version: 1 }
}

/**
 * Writes the record when it says something new; `checkedAt` alone is no news.
 * @param {string} path
 * @param {import('./step.mjs').SetupRecord} states
 */
export function updateRecord(path, states) {
  const before = readRecord(path)
  const after = { ...before, ...states, checkedAt: before.checkedAt }
  if (before.checkedAt && isDeepStrictEqual(before, after)) return before
  const record = { ...after, checkedAt: new Date().toISOString() }
  writeJson(path, record)
  return record
}
