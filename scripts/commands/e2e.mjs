/** End-to-end tests: Playwright drives the built application in the Electron that the set-up chose. */

import { join } from 'node:path'
import { ensureBuilt } from '../setup/build.mjs'
import { openVirtualDisplay } from '../setup/display.mjs'
import { describeElectron } from '../setup/electron-choice.mjs'
import { runInForeground } from '../setup/foreground.mjs'
import { describeMissing } from '../setup/linux-packages.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'
import { setUp } from '../setup/set-up.mjs'
import { SetupError } from '../setup/setup-error.mjs'

/** @param {string[]} args --screenshots takes the pictures of the documentation; the rest goes to Playwright */
export async function main(args) {
  const paths = derivePaths(repositoryRoot, getCacheDir())
  const progress = createProgress()
  const { electron, linuxPackages } = await setUp({ progress, paths })
  if (linuxPackages?.missing.length) throw new SetupError(describeMissing(linuxPackages.missing))
  if (!electron) throw new Error('The set-up for a window ends with an Electron.')
  await ensureBuilt({ paths, progress })
  progress.say(describeElectron(electron))

  const project = args.includes('--screenshots') ? 'screenshots' : 'e2e'
  const rest = args.filter((argument) => argument !== '--screenshots')
  const playwright = join(paths.nodeModules, '.bin', 'playwright')
  const virtual = process.env.DISPLAY ? undefined : await openVirtualDisplay()
  try {
    return await runInForeground(
      process.execPath,
      [playwright, 'test', `--project=${project}`, ...rest],
      { cwd: paths.root, env: createEnvironment(electron.executablePath, virtual?.display) }
    )
  } finally {
    virtual?.close()
  }
}

/**
 * @param {string} executablePath
 * @param {string | undefined} display
 */
function createEnvironment(executablePath, display) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, RECEPTIVE_ELECTRON: executablePath }
  if (display) env.DISPLAY = display
  delete env.ELECTRON_RUN_AS_NODE
  return env
}
