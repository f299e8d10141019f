/** Hands the terminal to a program: it reads the keys, writes the lines, and its exit code becomes ours. */

import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError } from './setup-error.mjs'

let running = 0

/** Whether a program has the terminal, so that Ctrl+C is its to answer. */
export function hasForegroundProgram() {
  return running > 0
}

/**
 * Resolves with the exit code, or 128 + the number of the signal that ended it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    running += 1
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
    // The terminal sends Ctrl+C to the child itself; a SIGTERM reaches only us.
    const forward = () => child.kill('SIGTERM')
    process.on('SIGTERM', forward)
    const finish = () => {
      running -= 1
      process.off('SIGTERM', forward)
    }
    child.on('error', (error) => {
      finish()
      reject(new SetupError(`${command} could not be started: ${error.message}.`, { cause: error }))
    })
    child.on('exit', (code, signal) => {
      finish()
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1))
    })
  })
}
