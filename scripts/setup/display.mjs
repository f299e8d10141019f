/** Displays: whether there is one, and a virtual one for tests. */

import { spawn } from 'node:child_process'
import { SetupError } from './setup-error.mjs'

const START_LIMIT_MS = 15_000
const DISPLAY_FD = 3 // Xvfb writes the number of the display it took there

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  if (platform !== 'linux') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Starts Xvfb on a free display number; it ends with close(), and with this process at the latest.
 * @returns {Promise<{ display: string, close: () => void }>}
 */
export function openVirtualDisplay() {
  return new Promise((resolve, reject) => {
    const args = ['-displayfd', `${DISPLAY_FD}`, '-screen', '0', '2560x1440x24', '-nolisten', 'tcp']
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    const close = () => {
      process.off('exit', close)
      server.kill('SIGTERM')
    }
    process.once('exit', close)

    let complaints = ''
    const fail = (/** @type {string} */ reason) => {
      clearTimeout(timer)
      close()
      reject(
        new SetupError(
          `The virtual display Xvfb could not be started: ${reason}. Install it with: sudo apt-get install -y xvfb`
        )
      )
    }
    const timer = setTimeout(() => fail('it did not answer'), START_LIMIT_MS)
    server.stderr?.setEncoding('utf8').on('data', (text) => void (complaints += text))
    server.on('error', (error) => fail(error.message))
    server.on('exit', () => fail(complaints.trim().split('\n').at(-1) || 'it ended at once'))

    const channel = /** @type {import('node:stream').Readable} */ (server.stdio[DISPLAY_FD])
    channel.setEncoding('utf8').once('data', (number) => {
      clearTimeout(timer)
      server.removeAllListeners('exit')
      resolve({ display: `:${number.trim()}`, close })
    })
  })
}
