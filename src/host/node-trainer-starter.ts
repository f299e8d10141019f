/** Starts the trainer as a child of plain Node. */
import { fork, type ChildProcess } from 'node:child_process'
import type { Port } from '@shared/contract/port'
import { createTrainerEnvironment } from './trainer-environment'
import type { TrainerStarter } from './trainer-connection'

/** `modulePath` is the built trainer, or a program that speaks like it. */
export function createNodeTrainerStarter(modulePath: string): TrainerStarter {
  return {
    start({ onOutput }) {
      const child = fork(modulePath, [], {
        // Typed arrays cross as what they are.
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: createTrainerEnvironment(),
        // Debugger ports and loaders of this process are not the trainer's.
        execArgv: []
      })
      child.stdout?.on('data', onOutput)
      child.stderr?.on('data', onOutput)
      return {
        port: wrapChild(child),
        getPid: () => child.pid,
        onExit(listener) {
          child.once('error', () => listener({ code: null, signal: null }))
          // Not 'exit': what it printed last must have arrived.
          child.once('close', (code, signal) => listener({ code, signal }))
        },
        end: () => child.kill('SIGTERM'),
        kill: () => child.kill('SIGKILL')
      }
    }
  }
}

/** The channel of a Node child as a port. */
export function wrapChild(child: ChildProcess): Port {
  return {
    post(message) {
      // A channel that closed meanwhile is told by onClose, to everybody who waits.
      if (child.connected) child.send(message as object, () => {})
    },
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onClose(listener) {
      child.once('close', listener)
      return () => child.off('close', listener)
    },
    close: () => {
      if (child.connected) child.disconnect()
    }
  }
}
