/** Bundles a TypeScript file of the benchmarks beside the build, where node_modules is found. */

import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { repositoryRoot } from '../setup/paths.mjs'

/**
 * @param {string} name of a file in this folder
 * @param {{ external?: string[] }} [options]
 * @returns {Promise<string>} where the bundle is
 */
export async function bundle(name, { external = [] } = {}) {
  const outfile = join(repositoryRoot, 'out', 'bench', `${basename(name, '.ts')}.cjs`)
  await build({
    entryPoints: [join(repositoryRoot, 'scripts', 'bench', name)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    external,
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('url').pathToFileURL(__filename).href" },
    alias: { '@shared': join(repositoryRoot, 'src', 'shared') },
    logLevel: 'warning'
  })
  return outfile
}
