/** An Electron to run in; electron-choice.mjs decides which, this fetches and describes it. */

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chooseElectron } from './electron-choice.mjs'
import { findFallback, makeFallback } from './electron-fallback.mjs'
import { downloadOfficial } from './electron-official.mjs'
import { readJson } from './files.mjs'
import { SetupError } from './setup-error.mjs'

/** @typedef {import('./step.mjs').ElectronState} ElectronState */

/** @type {import('./step.mjs').SetupStep<ElectronState>} */
export const electron = {
  name: 'electron',

  find(context) {
    switch (choose(context)) {
      case 'use-override':
        return findOverride()
      case 'use-official':
        return findOfficial(context.paths.electronPackage)
      case 'use-fallback':
        return findFallback(context.paths.cacheDir)
      default:
        return undefined
    }
  },

  async make(context) {
    if (choose(context) === 'use-override') throw describeBadOverride()
    if (choose(context) === 'get-official') {
      const problem = await downloadOfficial(context)
      const official = findOfficial(context.paths.electronPackage)
      if (!problem && official) return official
      context.stamps.set('officialElectronFailed', { at: Date.now(), reason: problem })
      context.progress.say(
        `The official Electron could not be downloaded (${problem ?? 'it came without its program'}); using the fallback.`
      )
    }
    return findFallback(context.paths.cacheDir) ?? (await makeFallback(context))
  }
}

/** @param {import('./step.mjs').SetupContext} context */
function choose({ paths, stamps, options }) {
  return chooseElectron({
    override: process.env.ELECTRON_OVERRIDE_DIST_PATH,
    hasOfficial: findOfficial(paths.electronPackage) !== undefined,
    hasFallback: findFallback(paths.cacheDir) !== undefined,
    officialFailedAt: stamps.get('officialElectronFailed')?.at,
    retryOfficial: options.retryElectron,
    now: Date.now()
  })
}

/** @returns {ElectronState | undefined} */
function findOverride() {
  const folder = resolve(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '')
  const executablePath = join(folder, 'electron')
  if (!existsSync(executablePath)) return undefined
  const version = readVersion(folder) ?? 'of unknown version'
  const note = 'Set by ELECTRON_OVERRIDE_DIST_PATH.'
  return { version, origin: 'override', executablePath, note }
}

function describeBadOverride() {
  return new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${process.env.ELECTRON_OVERRIDE_DIST_PATH}, which has no file named electron. Correct it, or unset it to let the set-up choose.`
  )
}

/**
 * @param {string} electronPackage
 * @returns {ElectronState | undefined}
 */
function findOfficial(electronPackage) {
  const dist = join(electronPackage, 'dist')
  const wanted = readJson(join(electronPackage, 'package.json'))?.version
  const executablePath = join(dist, 'electron')
  // path.txt is written last, so half an extraction does not count
  const isWhole = existsSync(join(electronPackage, 'path.txt')) && existsSync(executablePath)
  if (!isWhole || readVersion(dist) !== wanted) return undefined
  return { version: wanted, origin: 'official', executablePath, note: 'Downloaded by its package.' }
}

/** @param {string} folder */
function readVersion(folder) {
  const path = join(folder, 'version')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().replace(/^v/, '') : undefined
}
