/** Whether this machine can run the workbench at all, said before anything is downloaded. */

import { SetupError } from './setup-error.mjs'

const OLDEST_GLIBC = 2027 // 2.27, as the wheel's platform tag says

/**
 * Throws one sentence when the platform is not supported.
 * @param {{ platform?: string, arch?: string }} [machine]
 */
export function assertSupported({ platform = process.platform, arch = process.arch } = {}) {
  if (platform !== 'linux' || arch !== 'x64') {
    throw new SetupError(
      `Receptive runs on Linux x64 (glibc 2.27 or newer) for now, and this is ${describe(platform, arch)}. macOS, Windows and ARM are not supported yet; a Linux x64 virtual machine works.`
    )
  }
}

/**
 * Throws one sentence when the C library is not the one TensorFlow was built for.
 * @param {string | undefined} version of glibc; undefined where the C library is another one
 */
export function assertGlibc(version) {
  const [major, minor] = (version ?? '0.0').split('.')
  if (Number(major) * 1000 + Number(minor) >= OLDEST_GLIBC) return
  throw new SetupError(
    `TensorFlow needs a Linux with glibc 2.27 or newer, and this one has ${version ? `glibc ${version}` : 'another C library'}. Debian 10, Ubuntu 18.04 and everything newer have it.`
  )
}

/** The running glibc's version; undefined where the C library is another one. */
export function getGlibcVersion() {
  const report = /** @type {any} */ (process.report.getReport())
  return /** @type {string | undefined} */ (report.header.glibcVersionRuntime)
}

/**
 * @param {string} platform
 * @param {string} arch
 */
function describe(platform, arch) {
  const names = /** @type {Record<string, string>} */ ({
    darwin: 'macOS',
    win32: 'Windows',
    linux: 'Linux'
  })
  return `${names[platform] ?? platform} ${arch}`
}
