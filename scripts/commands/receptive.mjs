/** The command line; stdout carries nothing but its own output, so the set-up speaks on stderr. */

import { join } from 'node:path'
import { ensureBuilt } from '../setup/build.mjs'
import { runInForeground } from '../setup/foreground.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'
import { setUp } from '../setup/set-up.mjs'

/** @param {string[]} args */
export async function main(args) {
  const paths = derivePaths(repositoryRoot, getCacheDir())
  const progress = createProgress({ stream: process.stderr })
  await setUp({ forWindow: false, progress, paths })
  await ensureBuilt({ paths, progress })
  const cwd = getCallersFolder(process.env) ?? process.cwd()
  return runInForeground(process.execPath, [join(paths.out, 'main', 'cli.js'), ...args], { cwd })
}

/**
 * `npm run` changes to the repository; file names on the command line mean the folder it was called from.
 * @param {NodeJS.ProcessEnv} env
 */
export function getCallersFolder(env) {
  return env.npm_lifecycle_event === 'receptive' ? env.INIT_CWD : undefined
}
