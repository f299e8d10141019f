/** A process that trains bursts of steps on request: the two sides of a comparison look the same from here. */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** @typedef {{ wallMs: number[], cpuMs: number }} Burst */

/**
 * Starts a worker and waits until its network is built.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export async function startWorker(command, args, env) {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let errors = ''
  child.stderr.on('data', (text) => void (errors = (errors + String(text)).slice(-4000)))

  /** @returns {Promise<any>} */
  async function readLine() {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${command} ended: ${errors.trim().split('\n').at(-1) ?? ''}`)
    return JSON.parse(value)
  }

  const { versions } = await readLine()
  return {
    versions: /** @type {Record<string, string>} */ (versions),
    /** @param {number} steps @returns {Promise<Burst>} */
    burst(steps) {
      child.stdin.write(`${steps}\n`)
      return readLine()
    },
    stop: () => child.kill()
  }
}
