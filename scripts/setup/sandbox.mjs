/** Chromium's sandbox on Linux: what the kernel and the user allow, and what to do where it cannot start. */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The switches Electron needs to start as this user.
 * @param {{ platform?: string, userId?: number | undefined }} [user]
 */
export function getSandboxSwitches({
  platform = process.platform,
  userId = process.getuid?.()
} = {}) {
  // Chromium refuses to run its sandbox as root, as in most containers.
  return platform === 'linux' && userId === 0 ? ['--no-sandbox'] : []
}

/**
 * Why the sandbox cannot start, with the command that repairs it; undefined where it can.
 * @param {string} executablePath
 * @param {{ readKernel?: (name: string) => string, userId?: number | undefined }} [system]
 */
export function findSandboxProblem(
  executablePath,
  { readKernel = readKernelSetting, userId = process.getuid?.() } = {}
) {
  if (userId === 0) return undefined
  const isRestricted =
    readKernel('apparmor_restrict_unprivileged_userns') === '1' ||
    readKernel('unprivileged_userns_clone') === '0'
  const helper = join(dirname(executablePath), 'chrome-sandbox')
  if (!isRestricted || isSetUidRoot(helper)) return undefined
  return `Electron's sandbox cannot start, because this system restricts user namespaces. Allow its helper with: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
}

/** @param {string} name */
function readKernelSetting(name) {
  const path = `/proc/sys/kernel/${name}`
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}

/** @param {string} path */
function isSetUidRoot(path) {
  const file = statSync(path, { throwIfNoEntry: false })
  return file !== undefined && file.uid === 0 && (file.mode & 0o4000) !== 0
}
