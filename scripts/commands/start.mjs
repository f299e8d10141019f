/** Opens the window, or trains in the terminal where there is no display. */

import { performance } from 'node:perf_hooks'
import { join } from 'node:path'
import { ensureBuilt } from '../setup/build.mjs'
import { hasDisplay } from '../setup/display.mjs'
import { describeElectron } from '../setup/electron-choice.mjs'
import { runInForeground } from '../setup/foreground.mjs'
import { describeMissing } from '../setup/linux-packages.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'
import { findSandboxProblem, getSandboxSwitches } from '../setup/sandbox.mjs'
import { setUp } from '../setup/set-up.mjs'
import { SetupError } from '../setup/setup-error.mjs'

const ownSwitches = ['--retry-electron', '--verbose']

/** @param {string[]} args what is not ours goes on to the application */
export async function main(args) {
  const paths = derivePaths(repositoryRoot, getCacheDir())
  const progress = createProgress()
  const forWindow = hasDisplay()
  const retryElectron = args.includes('--retry-electron')
  const record = await setUp({ forWindow, retryElectron, progress, paths })
  await ensureBuilt({ paths, progress })
  if (args.includes('--verbose')) {
    progress.say(`Set-up and build took ${(performance.now() / 1000).toFixed(2)} s.`)
  }
  const applicationArgs = args.filter((argument) => !ownSwitches.includes(argument))
  return forWindow
    ? openWindow({ record, progress, applicationArgs, root: paths.root })
    : trainInTerminal({ progress, applicationArgs, paths })
}

/**
 * @param {object} options
 * @param {import('../setup/step.mjs').SetupRecord} options.record
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {string[]} options.applicationArgs
 * @param {string} options.root
 */
async function openWindow({
  record: { electron, linuxPackages },
  progress,
  applicationArgs,
  root
}) {
  const missing = linuxPackages?.missing ?? []
  if (missing.length > 0) throw new SetupError(describeMissing(missing))
  if (!electron) throw new Error('The set-up for a window ends with an Electron.')
  const sandboxProblem = findSandboxProblem(electron.executablePath)
  if (sandboxProblem) throw new SetupError(sandboxProblem)
  progress.say(describeElectron(electron))
  // without an X server, Electron is to speak Wayland
  const display = process.env.DISPLAY ? [] : ['--ozone-platform-hint=auto']
  const switches = [...getSandboxSwitches(), ...display]
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE // set by editors that are Electron themselves
  return runInForeground(electron.executablePath, [...switches, root, ...applicationArgs], {
    cwd: root,
    env
  })
}

/**
 * @param {object} options
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {string[]} options.applicationArgs
 * @param {import('../setup/paths.mjs').Paths} options.paths
 */
async function trainInTerminal({ progress, applicationArgs, paths: { root, out } }) {
  progress.say(
    'There is no display here, so the terminal is used: training the CIFAR CNN on MNIST for one epoch.'
  )
  const experiment = join('resources', 'experiments', 'cifar-cnn.json')
  const command = ['train', experiment, '--dataset', 'mnist', '--epochs', '1', ...applicationArgs]
  return runInForeground(process.execPath, [join(out, 'main', 'cli.js'), ...command], { cwd: root })
}
