/** The set-up: an ordered table of steps, each of which finds what is there or makes it. */

import { join } from 'node:path'
import { binding } from './binding.mjs'
import { dependencies } from './dependencies.mjs'
import { electron } from './electron.mjs'
import { linuxPackages } from './linux-packages.mjs'
import { assertWritable } from './files.mjs'
import { withLock } from './lock.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from './paths.mjs'
import { assertSupported } from './platform.mjs'
import { createProgress } from './progress.mjs'
import { explainFileError } from './setup-error.mjs'
import { openStamps, updateRecord } from './setup-record.mjs'
import { tensorflow } from './tensorflow.mjs'

const trainingSteps = [dependencies, tensorflow, binding]
const windowSteps = [electron, linuxPackages]

/**
 * Brings everything into place and returns what it is. With nothing to do it is silent and takes milliseconds.
 * @param {object} [options]
 * @param {boolean} [options.forWindow] with Electron and the system packages of a window; training needs neither
 * @param {boolean} [options.retryElectron] try the official Electron again although it failed lately
 * @param {import('./progress.mjs').Progress} [options.progress]
 * @param {import('./paths.mjs').Paths} [options.paths]
 * @returns {Promise<import('./step.mjs').SetupRecord>}
 */
export async function setUp({
  forWindow = true,
  retryElectron = false,
  progress = createProgress(),
  paths = derivePaths(repositoryRoot, getCacheDir())
} = {}) {
  assertSupported()
  const context = { paths, progress, stamps: openStamps(paths.stamps), options: { retryElectron } }
  const steps = forWindow ? [...trainingSteps, ...windowSteps] : trainingSteps
  const found = findAll(steps, context)
  if (found) return updateRecord(paths.record, found)
  assertWritable(paths.cacheDir)
  try {
    return await withLock(join(paths.cacheDir, 'setup.lock'), {
      onWait: (pid) => progress.say(`Another set-up is at work (process ${pid}); waiting for it.`),
      work: () => makeMissing(steps, context)
    })
  } catch (error) {
    throw explainFileError(error, paths.cacheDir)
  }
}

/** @typedef {readonly import('./step.mjs').SetupStep<unknown>[]} Steps */
/** @typedef {import('./step.mjs').SetupContext} SetupContext */

/**
 * @param {Steps} steps
 * @param {SetupContext} context
 * @returns {import('./step.mjs').SetupRecord | undefined}
 */
function findAll(steps, context) {
  /** @type {Record<string, unknown>} */
  const states = {}
  for (const step of steps) {
    const state = step.find(context)
    if (state === undefined) return undefined
    if (step !== dependencies) states[step.name] = state
  }
  return { version: 1, ...states }
}

/**
 * @param {Steps} steps
 * @param {SetupContext} context
 */
async function makeMissing(steps, context) {
  /** @type {import('./step.mjs').SetupRecord} */
  let record = { version: 1 }
  for (const step of steps) {
    const state = step.find(context) ?? (await step.make(context))
    // after each step, so that an interrupted set-up has told how far it came
    if (step !== dependencies) {
      record = updateRecord(context.paths.record, { version: 1, [step.name]: state })
    }
  }
  return record
}
