/** Builds the application when its sources are newer than what was built. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { withLock } from './lock.mjs'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'

const SHOWN_LINES = 30 // of a failed build: the error and the code around it

const outputs = [
  'main/index.js',
  'main/trainer.js',
  'main/cli.js',
  'preload/index.js',
  'renderer/index.html'
]

/**
 * @param {object} options
 * @param {import('./paths.mjs').Paths} options.paths
 * @param {import('./progress.mjs').Progress} options.progress
 */
export async function ensureBuilt({ paths, progress }) {
  if (isFresh(paths)) return
  await withLock(`${paths.stamps}.build.lock`, {
    onWait: (pid) => progress.say(`Another build is at work (process ${pid}); waiting for it.`),
    work: async () => {
      if (!isFresh(paths)) await build({ paths, progress })
    }
  })
}

/** @param {{ paths: import('./paths.mjs').Paths, progress: import('./progress.mjs').Progress }} options */
async function build({ paths, progress }) {
  const task = progress.task('Building the application')
  // taken before: what is edited during the build is built next time
  const fingerprint = computeFingerprint(paths.root)
  const logPath = join(paths.logs, 'build.log')
  const tool = join(paths.nodeModules, '.bin', 'electron-vite')
  const { code, output } = await runProcess(process.execPath, [tool, 'build'], {
    cwd: paths.root,
    logPath
  })
  if (code !== 0) {
    task.failed()
    const end = output.trim().split('\n').slice(-SHOWN_LINES).join('\n')
    throw new SetupError(`${end}\nThe application could not be built.`, { logPath })
  }
  writeJson(getStampPath(paths), { fingerprint })
  task.done()
}

/** @param {import('./paths.mjs').Paths} paths */
function isFresh(paths) {
  return (
    outputs.every((output) => existsSync(join(paths.out, output))) &&
    readJson(getStampPath(paths))?.fingerprint === computeFingerprint(paths.root)
  )
}

/**
 * Changes with the name, size or time of any file that the build reads.
 * @param {string} root
 */
export function computeFingerprint(root) {
  const hash = createHash('sha256')
  for (const path of listSources(root)) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** @param {string} root */
function listSources(root) {
  const folders = ['src', 'resources'].filter((folder) => existsSync(join(root, folder)))
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => !path.endsWith('.test.ts') && statSync(join(root, path)).isFile())
  )
  const atTop = readdirSync(root).filter((name) =>
    /^(electron\.vite\.config\.ts|package(-lock)?\.json|tsconfig.*\.json)$/.test(name)
  )
  return [...inFolders, ...atTop].sort()
}

/** @param {import('./paths.mjs').Paths} paths */
function getStampPath({ out }) {
  return join(out, '.built.json')
}
