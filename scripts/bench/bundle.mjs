/** Bundles a TypeScript file of the benchmarks beside the build, where node_modules is found. */

import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { repositoryRoot } from '../setup/paths.mjs'

/** @type {import('esbuild').BuildOptions} */
const forPage = { format: 'iife', external: ['electron'] }

/** @type {import('esbuild').BuildOptions} */
const forNode = {
  format: 'cjs',
  packages: 'external',
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('url').pathToFileURL(__filename).href" }
}

/**
 * @param {string} name of a file in this folder
 * @param {{ isPage?: boolean }} [options] a page holds all its packages and takes only Electron from outside
 * @returns {Promise<string>} where the bundle is
 */
export async function bundle(name, { isPage = false } = {}) {
  const outfile = join(repositoryRoot, 'out', 'bench', `${basename(name, '.ts')}.cjs`)
  await build({
    entryPoints: [join(repositoryRoot, 'scripts', 'bench', name)],
    outfile,
    bundle: true,
    platform: 'node',
    ...(isPage ? forPage : forNode),
    alias: {
      '@shared': join(repositoryRoot, 'src', 'shared'),
      '@host': join(repositoryRoot, 'src', 'host')
    },
    logLevel: 'warning'
  })
  return outfile
}
