/** Where the set-up keeps its things: the repository, its node_modules and one cache folder per user. */

import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository folder. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * The folder that the downloads of all checkouts of one user share.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function getCacheDir(env = process.env, platform = process.platform) {
  if (env.RECEPTIVE_CACHE_DIR) return resolve(env.RECEPTIVE_CACHE_DIR)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'receptive')
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'receptive', 'Cache')
  }
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'receptive')
}

/**
 * Every path the steps share, derived from the two folders.
 * @param {string} root
 * @param {string} cacheDir
 */
export function derivePaths(root, cacheDir) {
  const nodeModules = join(root, 'node_modules')
  return {
    root,
    cacheDir,
    nodeModules,
    record: join(nodeModules, '.receptive', 'setup.json'),
    stamps: join(nodeModules, '.receptive', 'stamps.json'),
    tfjsNode: join(nodeModules, '@tensorflow', 'tfjs-node-gpu'),
    electronPackage: join(nodeModules, 'electron'),
    downloads: join(cacheDir, 'downloads'),
    logs: join(cacheDir, 'logs'),
    out: join(root, 'out')
  }
}

/** @typedef {ReturnType<typeof derivePaths>} Paths */
