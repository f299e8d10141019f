/** Starts the trainer, or the inspector, as Electron's utility process: outside the window, with ports that reach into it. */
import {
  app,
  utilityProcess,
  type Details,
  type MessagePortMain,
  type UtilityProcess
} from 'electron'
import type { Port } from '@shared/contract/port'
import type { TrainerConnection, TrainerExit, TrainerStarter } from '@host/trainer-connection'
import { createTrainerEnvironment } from '@host/trainer-environment'

/** `modulePath` is the built program, `serviceName` what the system's list of processes calls it. */
export function createElectronTrainerStarter(
  modulePath: string,
  serviceName = 'Receptive trainer'
): TrainerStarter {
  return {
    start({ onOutput }) {
      const child = utilityProcess.fork(modulePath, [], {
        serviceName,
        stdio: 'pipe',
        env: createTrainerEnvironment()
      })
      child.stdout?.on('data', onOutput)
      child.stderr?.on('data', onOutput)
      return createConnection(child, serviceName)
    }
  }
}

function createConnection(child: UtilityProcess, serviceName: string): TrainerConnection {
  let pid: number | undefined
  child.once('spawn', () => {
    pid = child.pid
  })
  return {
    port: wrapChild(child),
    getPid: () => pid,
    onExit: (listener) => hearExit(child, serviceName, listener),
    end: () => child.kill(),
    // Electron's own kill only asks; a process that hangs does not hear.
    kill() {
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL')
        else child.kill()
      } catch {
        // It ended a moment ago.
      }
    },
    sendLivePort(port) {
      child.postMessage({ type: 'live-port' }, [port as MessagePortMain])
    }
  }
}

/** The exit code alone hides a signal; Chromium's own report, which comes about the same time, names its kind. */
function hearExit(
  child: UtilityProcess,
  serviceName: string,
  listener: (exit: TrainerExit) => void
): void {
  let reported: Details['reason'] | null = null
  const hearReport = (_event: unknown, details: Details): void => {
    if (details.name === serviceName || details.serviceName === serviceName) {
      reported = details.reason
    }
  }
  app.on('child-process-gone', hearReport)
  child.once('exit', (code) => {
    setTimeout(() => {
      app.off('child-process-gone', hearReport)
      listener(toExit(code, reported))
    }, REPORT_DELAY_MS)
  })
}

/** Long enough for Chromium's report to follow the exit, short enough that nobody notices. */
const REPORT_DELAY_MS = 50

function toExit(code: number, reason: Details['reason'] | null): TrainerExit {
  switch (reason) {
    case 'killed':
    case 'oom':
      return { code: null, signal: 'SIGKILL' }
    case 'crashed':
      return { code: null, signal: code === SIGABRT_EXIT ? 'SIGABRT' : 'SIGSEGV' }
    default:
      return { code, signal: null }
  }
}

/** The number of SIGABRT, which Chromium gives as the exit code of a process that aborted. */
const SIGABRT_EXIT = 6

function wrapChild(child: UtilityProcess): Port {
  return {
    post: (message) => child.postMessage(message),
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onClose(listener) {
      child.once('exit', listener)
      return () => child.off('exit', listener)
    },
    close: () => {}
  }
}
