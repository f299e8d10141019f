/** Finds a Python with pip; it is needed once, to fetch and unpack wheels, and never at run time. */

import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * The command of the first Python 3 that has pip.
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function findPython(env = process.env) {
  const candidates = env.RECEPTIVE_PYTHON ? [env.RECEPTIVE_PYTHON] : ['python3', 'python']
  /** @type {string | undefined} */
  let withoutPip
  for (const command of candidates) {
    const check = 'import sys; sys.version_info >= (3, 7) or sys.exit(3); import pip, zipfile'
    const { code, problem } = await runProcess(command, ['-c', check], { env })
    if (code === 0) return command
    if (problem !== 'missing' && code !== 3) withoutPip ??= command
  }
  if (withoutPip) {
    throw new SetupError(
      `${withoutPip} has no pip, which fetches TensorFlow once. Install it with: sudo apt-get install -y python3-pip`
    )
  }
  if (env.RECEPTIVE_PYTHON) {
    throw new SetupError(
      `RECEPTIVE_PYTHON is ${env.RECEPTIVE_PYTHON}, which is no Python 3.7 or newer. Correct it, or unset it to use python3.`
    )
  }
  throw new SetupError(
    'No Python 3 was found; it fetches TensorFlow once and is not used afterwards. Install it with: sudo apt-get install -y python3 python3-pip'
  )
}
