/** The npm packages, installed exactly as the lockfile says and only when they differ from it. */

import { join } from 'node:path'
import { readJson } from './files.mjs'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'

// npm's own pauses between tries make a missing network a matter of minutes
const quickRetries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

/** @type {import('./step.mjs').SetupStep<true>} */
export const dependencies = {
  name: 'dependencies',

  find({ paths }) {
    const wanted = readJson(join(paths.root, 'package-lock.json'))?.packages ?? {}
    // npm writes this file last, and into it what it really installed
    const installed = readJson(join(paths.nodeModules, '.package-lock.json'))?.packages
    return installed && isInstalled(wanted, installed) ? true : undefined
  },

  async make({ paths, progress }) {
    const task = progress.task('Installing packages')
    const logPath = join(paths.logs, 'npm-ci.log')
    const { command, args } = getNpm()
    const { code, output, problem } = await runProcess(
      command,
      [...args, 'ci', '--no-audit', '--no-fund', ...quickRetries],
      {
        cwd: paths.root,
        logPath
      }
    )
    if (code === 0) {
      task.done()
      return true
    }
    task.failed()
    throw describeFailure(problem === 'missing' ? 'npm was not found' : output, logPath)
  }
}

/**
 * Whether every package of the lockfile is there in its version. Optional ones may be for another platform.
 * @param {Record<string, { version?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === entry.version : entry.optional === true
  })
}

/** The npm that runs us, or the one on the PATH. */
function getNpm() {
  const cli = process.env.npm_execpath
  return cli?.endsWith('npm-cli.js')
    ? { command: process.execPath, args: [cli] }
    : { command: 'npm', args: [] }
}

/**
 * @param {string} output
 * @param {string} logPath
 */
export function describeFailure(output, logPath) {
  const network =
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT)\b/
  const code = network.exec(output)?.[1]
  if (code) {
    return new SetupError(
      `The npm packages could not be installed, because the package registry was not reachable (${code}). Check the network or npm's proxy settings and start again; what was fetched is kept.`,
      { logPath }
    )
  }
  if (/\bENOSPC\b/.test(output)) {
    return new SetupError(
      'The npm packages could not be installed, because the disk is full. Free about 1 GB and start again.',
      { logPath }
    )
  }
  if (/\bEUSAGE\b/.test(output)) {
    return new SetupError(
      'The npm packages could not be installed, because package-lock.json does not fit package.json. Bring it up to date with: npm install',
      { logPath }
    )
  }
  const reason =
    /npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1)
  return new SetupError(
    `The npm packages could not be installed: ${reason?.replace(/\.+$/, '')}. Correct this and start again.`,
    { logPath }
  )
}
