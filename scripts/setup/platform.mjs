/** Whether this machine can run the workbench at all, said before anything is downloaded. */

import { SetupError } from './setup-error.mjs'

const OLDEST_NODE = [20, 19]

/**
 * Throws one sentence when the platform or the Node version is not supported.
 * @param {{ platform?: string, arch?: string, nodeVersion?: string }} [machine]
 */
export function assertSupported({
  platform = process.platform,
  arch = process.arch,
  nodeVersion = process.versions.node
} = {}) {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new SetupError(
      `Receptive needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${nodeVersion}. Install a newer Node and start again.`
    )
  }
  if (platform !== 'linux' || arch !== 'x64') {
    throw new SetupError(
      `Receptive runs on Linux x64 (glibc 2.27 or newer) for now, and this is ${describe(platform, arch)}. macOS, Windows and ARM are not supported yet; a Linux x64 virtual machine works.`
    )
  }
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
