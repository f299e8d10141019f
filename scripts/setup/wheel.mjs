/** Fetches, verifies and unpacks a Python wheel, the package form in which native libraries can be had. */

import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertFreeSpace } from './files.mjs'
import { findPython } from './python.mjs'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/**
 * @typedef {object} Wheel
 * @property {string} name
 * @property {string} version
 * @property {string} filename
 * @property {string} platform the wheel's platform tag
 * @property {string} abi the wheel's ABI tag
 * @property {number} sizeBytes
 * @property {string} sha256
 */

/**
 * The path of the verified wheel. What an earlier, interrupted call has fetched is continued.
 * @param {Wheel} wheel
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.what how a person calls it
 * @param {number} options.unpackedBytes what will be needed beside the wheel
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {NodeJS.ProcessEnv} [options.env]
 */
export async function fetchWheel(wheel, { folder, what, unpackedBytes, progress, env }) {
  const path = join(folder, wheel.filename)
  const have = sizeOf(existsSync(path) ? path : `${path}.part`)
  const neededBytes = Math.max(0, wheel.sizeBytes - have) + unpackedBytes
  assertFreeSpace({ what, folder, neededBytes })
  mkdirSync(folder, { recursive: true })
  if (!existsSync(path)) await download(wheel, { folder, what, progress, have, env })
  await verify(wheel, path, what)
  return path
}

/**
 * Unpacks the files of the wheel that match the patterns, without the prefix of their names.
 * @param {string} wheelPath
 * @param {{ folder: string, prefix: string, patterns: readonly string[], what: string }} options
 */
export async function unpackWheel(wheelPath, { folder, prefix, patterns, what }) {
  const python = await findPython()
  const script = join(here, 'unpack-wheel.py')
  mkdirSync(folder, { recursive: true })
  const { code, output } = await runProcess(python, [
    script,
    wheelPath,
    folder,
    prefix,
    ...patterns
  ])
  if (code !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new SetupError(
      `${what} could not be unpacked to ${folder}: ${lastLine(output)}. Check the free disk space and start again.`
    )
  }
}

/**
 * @param {Wheel} wheel
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.what
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {number} options.have
 * @param {NodeJS.ProcessEnv} [options.env]
 */
async function download(wheel, { folder, what, progress, have, env = process.env }) {
  const python = await findPython(env)
  const task = progress.task(`${have > 0 ? 'Continuing' : 'Downloading'} ${what}`)
  /** @type {{ kind: string, message: string } | undefined} */
  let failure
  const args = [
    [join(here, 'fetch-wheel.py')],
    ['--name', wheel.name],
    ['--version', wheel.version],
    ['--platform', wheel.platform],
    ['--python-version', '3.11'],
    ['--abi', wheel.abi],
    ['--folder', folder],
    ['--filename', wheel.filename]
  ].flat()
  const { code, output } = await runProcess(python, args, {
    env,
    onLine: (line) => {
      const event = parseEvent(line)
      if (event?.event === 'found' || event?.event === 'progress') {
        task.bytes(event.received, event.total)
      }
      if (event?.event === 'retry') task.note('connection lost, trying again')
      if (event?.event === 'error') failure = event
    }
  })
  if (code === 0) return task.done()
  task.failed()
  throw new SetupError(describeFailure({ what, folder, failure, output }))
}

/** @param {{ what: string, folder: string, failure: undefined | { kind: string, message: string }, output: string }} options */
function describeFailure({ what, folder, failure, output }) {
  const reason = failure?.message ?? lastLine(output)
  switch (failure?.kind) {
    case 'network':
      return `${what} could not be downloaded, because the Python package index was not reachable (${reason}). Check the network or pip's settings and start again; the download continues where it was.`
    case 'not-found':
      return `${what} could not be downloaded: ${reason}. Check which index pip is set to (pip config list).`
    case 'disk':
      return `${what} could not be downloaded, because the disk that holds ${folder} is full. Free some space and start again; the download continues where it was.`
    default:
      return `${what} could not be downloaded: ${reason}. Start again; the download continues where it was.`
  }
}

/**
 * @param {Wheel} wheel
 * @param {string} path
 * @param {string} what
 */
async function verify(wheel, path, what) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  const actual = hash.digest('hex')
  if (actual === wheel.sha256) return
  rmSync(path)
  throw new SetupError(
    `${what} was downloaded, but its SHA-256 is ${actual} and not ${wheel.sha256}, so the file was refused and removed. Start again; if it repeats, the index or a proxy serves another file.`
  )
}

/**
 * @param {string} line
 * @returns {any}
 */
function parseEvent(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // a warning of Python's own
  }
}

/** @param {string} path */
function sizeOf(path) {
  return existsSync(path) ? statSync(path).size : 0
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1)?.trim() || 'no reason was given'
}
