/** TensorFlow's native library and C headers, taken from its Python wheel into the user's cache. */

import { mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { assertGlibc, getGlibcVersion } from './platform.mjs'
import { runTask } from './progress.mjs'
import { fetchWheel, unpackWheel } from './wheel.mjs'

/** @type {import('./wheel.mjs').Wheel} */
export const tensorflowWheel = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  filename: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  platform: 'manylinux_2_27_x86_64',
  abi: 'cp311',
  sizeBytes: 273_829_956,
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c'
}

const UNPACKED_BYTES = 1_000_000_000 // two libraries of 853 MB together, headers, and some air

const mainLibrary = 'libtensorflow_cc.so.2'
const libraries = [mainLibrary, 'libtensorflow_framework.so.2']

// The C API, and the four headers outside tensorflow/c that it includes.
const wanted = [
  ...libraries.map((library) => `tensorflow/${library}`),
  'tensorflow/include/tensorflow/c/*.h',
  'tensorflow/include/tensorflow/core/platform/ctstring*.h',
  'tensorflow/include/tsl/platform/ctstring*.h',
  'tensorflow/include/xla/tsl/c/*.h'
]

/** @type {import('./step.mjs').SetupStep<import('./step.mjs').TensorFlowState>} */
export const tensorflow = {
  name: 'tensorflow',

  find({ paths }) {
    const folder = getTensorFlowFolder(paths.cacheDir)
    const manifest = readJson(join(folder, 'receptive.json'))
    if (manifest?.sha256 !== tensorflowWheel.sha256) return undefined
    const isWhole = libraries.every((library) => {
      const file = statSync(join(folder, 'lib', library), { throwIfNoEntry: false })
      return file !== undefined && file.size === manifest.sizes[library]
    })
    return isWhole ? describe(folder) : undefined
  },

  async make({ paths, progress }) {
    assertGlibc(getGlibcVersion())
    const folder = getTensorFlowFolder(paths.cacheDir)
    const what = `TensorFlow ${tensorflowWheel.version}`
    const partial = `${folder}.partial`
    // of an interrupted try; first, because it takes the space that is counted next
    rmSync(partial, { recursive: true, force: true })
    const wheelPath = await fetchWheel(tensorflowWheel, {
      folder: paths.downloads,
      what,
      unpackedBytes: UNPACKED_BYTES,
      progress
    })
    await runTask(progress, `Unpacking ${what}`, async (task) => {
      const part = { folder: partial, prefix: 'tensorflow/', patterns: wanted, what }
      await unpackWheel(wheelPath, part)
      arrangeLibraries(partial)
      rmSync(folder, { recursive: true, force: true })
      renameSync(partial, folder)
      rmSync(wheelPath)
      task.done()
    })
    return describe(folder)
  }
}

/** @param {string} cacheDir */
function getTensorFlowFolder(cacheDir) {
  return join(cacheDir, 'tensorflow', `${tensorflowWheel.version}-cpu-linux-x64`)
}

/**
 * Puts the libraries under lib with the names a linker looks for, and writes down what whole means.
 * @param {string} folder
 */
function arrangeLibraries(folder) {
  const lib = join(folder, 'lib')
  mkdirSync(lib)
  for (const library of libraries) renameSync(join(folder, library), join(lib, library))
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'))
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow_cc.so'))
  symlinkSync('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'))
  const sizes = Object.fromEntries(
    libraries.map((library) => [library, statSync(join(lib, library)).size])
  )
  writeJson(join(folder, 'receptive.json'), { sha256: tensorflowWheel.sha256, sizes })
}

/** @param {string} folder */
function describe(folder) {
  return {
    package: tensorflowWheel.name,
    version: tensorflowWheel.version,
    libraryPath: join(folder, 'lib', mainLibrary),
    sha256: tensorflowWheel.sha256
  }
}
