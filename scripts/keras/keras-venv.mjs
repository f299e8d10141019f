/** A Python with Keras on the same TensorFlow, made once per user: for comparisons, and for tests of what goes to Keras. */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPython } from '../setup/python.mjs'
import { getCacheDir } from '../setup/paths.mjs'
import { runProcess } from '../setup/run-process.mjs'
import { SetupError } from '../setup/setup-error.mjs'

const PACKAGES = ['tensorflow-cpu==2.21.0', 'keras==3.15.1', 'scipy==1.17.1']

/** The Python that has Keras: the one that RECEPTIVE_KERAS_PYTHON names, or our own, installed (about 450 MB) when missing. */
export async function getKerasPython() {
  if (process.env.RECEPTIVE_KERAS_PYTHON) return process.env.RECEPTIVE_KERAS_PYTHON
  const folder = join(getCacheDir(), 'bench', PACKAGES.join('-').replaceAll('==', '-'))
  const python = join(folder, 'bin', 'python')
  const done = join(folder, 'complete')
  if (existsSync(done)) return python
  console.error(`Installing ${PACKAGES.join(' and ')} to run Keras itself (about 450 MB, once) ...`)
  await runOrThrow(await findPython(), ['-m', 'venv', folder])
  await runOrThrow(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES])
  writeFileSync(done, '')
  return python
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function runOrThrow(command, args) {
  const { code, output } = await runProcess(command, args)
  if (code === 0) return
  const reason = output.trim().split('\n').at(-1) ?? 'no reason given'
  throw new SetupError(`The Keras environment could not be made: ${reason}`)
}
