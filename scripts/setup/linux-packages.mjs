/** The system libraries that Electron's window needs on Debian and Ubuntu. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'

// Since the change of time_t to 64 bits, newer releases name some of them with a t64 at the end.
const packages = [
  ['xvfb'],
  ['xauth'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libdrm2'],
  ['libnotify4'],
  ['libatspi2.0-0', 'libatspi2.0-0t64'],
  ['libxtst6']
]

/** @typedef {import('./step.mjs').LinuxPackagesState} LinuxPackagesState */

/** @type {import('./step.mjs').SetupStep<LinuxPackagesState>} */
export const linuxPackages = {
  name: 'linuxPackages',

  find() {
    const missing = findMissing(queryInstalled())
    return missing.length === 0 ? { missing: [] } : undefined
  },

  async make({ paths, progress }) {
    const missing = findMissing(queryInstalled())
    const names = await chooseNames(missing)
    if (process.getuid?.() !== 0) return { missing: names } // who needs a window says so
    const task = progress.task(`Installing system packages (${names.join(' ')})`)
    const problem = await install(names, paths.logs)
    if (!problem) {
      task.done()
      return { missing: [] }
    }
    task.failed()
    throw problem
  }
}

/** @param {readonly string[]} names */
export function describeMissing(names) {
  return `A window needs system packages that are not installed. Install them with: sudo apt-get install -y ${names.join(' ')}`
}

/**
 * One group of alternative names for each package that is under none of its names.
 * @param {ReadonlySet<string> | undefined} installed undefined where there is no dpkg to ask
 */
export function findMissing(installed) {
  if (!installed) return []
  return packages.filter((names) => !names.some((name) => installed.has(name)))
}

/** The installed ones of the wanted packages; undefined on a system without dpkg. */
function queryInstalled() {
  const query = ['-W', '-f', '${db:Status-Abbrev} ${Package}\n', ...packages.flat()]
  const { stdout, error } = spawnSync('dpkg-query', query, { encoding: 'utf8' })
  if (error) return undefined
  const lines = stdout.split('\n').filter((line) => line.startsWith('ii'))
  return new Set(lines.map((line) => line.trim().split(/\s+/)[1] ?? ''))
}

/**
 * Of each group the name that apt knows here.
 * @param {readonly (readonly string[])[]} groups
 */
async function chooseNames(groups) {
  const { stdout } = await runProcess('apt-cache', ['show', '--no-all-versions', ...groups.flat()])
  const known = new Set([...stdout.matchAll(/^Package: (.+)$/gm)].map((match) => match[1] ?? ''))
  return groups.map((names) => names.find((name) => known.has(name)) ?? names[0] ?? '')
}

/**
 * Installs as root and returns what went wrong, if anything did.
 * @param {readonly string[]} names
 * @param {string} logs
 */
async function install(names, logs) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const logPath = join(logs, 'apt-get.log')
  const update = await runProcess('apt-get', ['update', '-qq'], { env, logPath })
  const known = await chooseNames(findMissing(queryInstalled()))
  const { code, output } = await runProcess(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...known],
    { env, logPath }
  )
  if (code === 0) return undefined
  const reason = /^E: (.+)$/m.exec(output + update.output)?.[1] ?? `apt-get ended with code ${code}`
  return new SetupError(
    `The system packages for a window could not be installed: ${reason} Install them with: apt-get install -y ${names.join(' ')}`,
    { logPath }
  )
}
