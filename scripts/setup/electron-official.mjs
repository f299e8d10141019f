/** The official Electron, downloaded and checked by the electron package's own script. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runProcess } from './run-process.mjs'

const LIMIT_MS = 20 * 60 * 1000 // 110 MB over a slow line
const STALLED_AFTER_MS = 45 * 1000 // without a single new byte
const LOOK_EVERY_MS = 1000

/**
 * Resolves with the reason it failed, or undefined when Electron is there.
 * @param {import('./step.mjs').SetupContext} context
 */
export async function downloadOfficial({ paths, progress }) {
  const task = progress.task('Downloading Electron (official build)')
  mkdirSync(paths.downloads, { recursive: true })
  // the script downloads to a temporary folder: one of our own shows how far it is
  const temporary = mkdtempSync(join(paths.downloads, 'electron-'))
  const watch = watchGrowth([temporary, join(paths.electronPackage, 'dist')], (bytes) =>
    task.note(`${(bytes / 1e6).toFixed(0)} MB`)
  )
  const logPath = join(paths.logs, 'electron-download.log')
  try {
    const { code, output, problem } = await runProcess(
      process.execPath,
      [join(paths.electronPackage, 'install.js')],
      {
        cwd: paths.root,
        env: { ...process.env, TMPDIR: temporary },
        signal: AbortSignal.any([watch.signal, AbortSignal.timeout(LIMIT_MS)]),
        logPath
      }
    )
    if (code === 0) return void task.done()
    task.failed()
    return problem === 'timeout' ? 'its host does not answer' : findReason(output)
  } finally {
    watch.stop()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * Aborts its signal when the folders have stopped growing.
 * @param {string[]} folders
 * @param {(bytes: number) => void} onGrowth
 */
function watchGrowth(folders, onGrowth) {
  const controller = new AbortController()
  let bytes = 0
  let grownAt = Date.now()
  const timer = setInterval(() => {
    const now = folders.map(measure).reduce((sum, size) => sum + size, 0)
    if (now !== bytes) {
      bytes = now
      grownAt = Date.now()
      onGrowth(bytes)
    }
    if (Date.now() - grownAt > STALLED_AFTER_MS) controller.abort()
  }, LOOK_EVERY_MS)
  return { signal: controller.signal, stop: () => clearInterval(timer) }
}

/** @param {string} folder */
function measure(folder) {
  let bytes = 0
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath ?? entry.path, entry.name)
      bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
    }
  } catch {
    // a folder that is not there yet, or one that vanished while it was read, has nothing to count
  }
  return bytes
}

/** @param {string} output */
function findReason(output) {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH/.test(output)) {
    return 'its host is not reachable'
  }
  return /^\s*\w*Error: (.+)$/m.exec(output)?.[1] ?? 'its script failed'
}
