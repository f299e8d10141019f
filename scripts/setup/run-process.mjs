/** Runs a child process with its output captured, line by line where somebody listens. */

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KILL_AFTER_MS = 2000 // a child that ignores SIGTERM is ended after this

/**
 * @typedef {object} ProcessResult
 * @property {number | null} code null when it was killed or could not be started
 * @property {string} output stdout and stderr in order of arrival
 * @property {string} stdout
 * @property {'missing' | 'timeout' | undefined} problem
 */

/**
 * Resolves when the process has ended, however it ended; it never rejects.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.onLine] each whole line of stdout
 * @param {AbortSignal} [options.signal] ends it early; the result is then a 'timeout'
 * @param {string} [options.logPath] the output is kept here
 * @returns {Promise<ProcessResult>}
 */
export function runProcess(command, args, { cwd, env, onLine, signal, logPath } = {}) {
  return new Promise((resolve) => {
    let output = ''
    let stdout = ''
    let rest = ''
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const stop = () => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref()
    }
    const stopWithUs = () => child.kill('SIGTERM')
    process.once('exit', stopWithUs)
    signal?.addEventListener('abort', stop, { once: true })

    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      stdout += text
      if (!onLine) return
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    })
    child.stderr.setEncoding('utf8').on('data', (text) => void (output += text))

    const finish = (/** @type {ProcessResult} */ result) => {
      process.off('exit', stopWithUs)
      signal?.removeEventListener('abort', stop)
      if (logPath) {
        mkdirSync(dirname(logPath), { recursive: true })
        writeFileSync(logPath, `$ ${[command, ...args].join(' ')}\n${output}`)
      }
      resolve(result)
    }
    child.on('error', (error) =>
      finish({ code: null, output: String(error), stdout, problem: 'missing' })
    )
    child.on('close', (code) =>
      finish({ code, output, stdout, problem: signal?.aborted ? 'timeout' : undefined })
    )
  })
}
