/** How every script here ends: an exit code, one sentence for an error, and a quiet Ctrl+C. */

import { describeError } from './setup-error.mjs'

const EXIT_CODE_INTERRUPTED = 130

/**
 * Runs the program and exits with the code it resolves with.
 * @param {() => Promise<number>} program
 */
export async function runAsProgram(program) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      process.stderr.write(
        '\nStopped. What was fetched is kept; the next start continues from there.\n'
      )
      process.exit(EXIT_CODE_INTERRUPTED)
    })
  }
  try {
    process.exitCode = await program()
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`)
    process.exitCode = 1
  }
}
