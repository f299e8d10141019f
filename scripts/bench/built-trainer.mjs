/** The trainer as it ships, built when its sources are newer. */

import { join } from 'node:path'
import { ensureBuilt } from '../setup/build.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'

/** @returns {Promise<string>} its file */
export async function getBuiltTrainer() {
  const paths = derivePaths(repositoryRoot, getCacheDir())
  await ensureBuilt({ paths, progress: createProgress({ stream: process.stderr }) })
  return join(paths.out, 'main', 'trainer.js')
}
