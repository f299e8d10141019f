/** The window with hot reload, in the Electron that the set-up chose. */

import { join } from 'node:path'
import { describeElectron } from '../setup/electron-choice.mjs'
import { runInForeground } from '../setup/foreground.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'
import { getSandboxSwitches } from '../setup/sandbox.mjs'
import { setUp } from '../setup/set-up.mjs'

/** @param {string[]} args passed on to electron-vite */
export async function main(args) {
  const paths = derivePaths(repositoryRoot, getCacheDir())
  const progress = createProgress()
  const { electron } = await setUp({ progress, paths })
  if (!electron) throw new Error('The set-up for a window ends with an Electron.')
  progress.say(describeElectron(electron))
  const withoutSandbox = getSandboxSwitches().length > 0 ? ['--noSandbox'] : []
  return runInForeground(
    process.execPath,
    [join(paths.nodeModules, '.bin', 'electron-vite'), 'dev', ...withoutSandbox, ...args],
    { cwd: paths.root, env: { ...process.env, ELECTRON_EXEC_PATH: electron.executablePath } }
  )
}
