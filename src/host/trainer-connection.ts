/** What the host needs of a trainer process, whoever starts it: Electron's utility process or a plain Node child. */
import type { Port } from '@shared/contract/port'

/** How a process ended. */
export interface TrainerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One trainer process. */
export interface TrainerConnection {
  /** Serves the trainer contract; closes when the process has ended. */
  readonly port: Port
  /** Undefined before the process runs. */
  getPid(): number | undefined
  /** Hears the end of the process, once. */
  onExit(listener: (exit: TrainerExit) => void): void
  /** Asks the process to end. */
  end(): void
  /** Ends it at once, even when it hangs. */
  kill(): void
  /** Hands a window's port over to the trainer; only Electron has such ports. */
  sendLivePort?(port: unknown): void
}

export interface TrainerStarter {
  /** Starts a process; what it prints goes to `onOutput`. Never throws: a start that fails is an exit. */
  start(options: { onOutput(bytes: Uint8Array): void }): TrainerConnection
}
