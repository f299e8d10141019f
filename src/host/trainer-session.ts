/** One trainer process and all that hangs on it: its client, what it printed last, its heartbeat, its end. */
import type { Client } from '@shared/contract/define'
import { createClient } from '@shared/contract/rpc'
import { trainerContract, type TrainerContract } from '@shared/contract/trainer'
import { describeExit } from './exit-reason'
import { startHeartbeat } from './heartbeat'
import type { RotatingLog } from './rotating-log'
import type { TrainerConnection, TrainerStarter } from './trainer-connection'

export type TrainerClient = Client<TrainerContract>

/** Enough of the end of the output to find what the process died of. */
const KEPT_OUTPUT_CHARACTERS = 4000

export class TrainerSession {
  readonly client: TrainerClient & { close(): void }
  /** Resolves with the reason when the process is gone. */
  readonly ended: Promise<string>
  /** True once the host has asked it to end: then its end is no death. */
  isEnding = false
  readonly #connection: TrainerConnection
  /** Why the host killed it, in place of the signal's own sentence. */
  #killReason: string | null = null
  #output = ''
  #stopHeartbeat = (): void => {}

  constructor(starter: TrainerStarter, log: RotatingLog) {
    this.#connection = starter.start({
      onOutput: (bytes) => {
        log.write(bytes)
        this.#output = (this.#output + Buffer.from(bytes).toString('utf8')).slice(
          -KEPT_OUTPUT_CHARACTERS
        )
      }
    })
    this.client = createClient(trainerContract, this.#connection.port)
    this.ended = new Promise((resolve) => {
      this.#connection.onExit((exit) => {
        this.#stopHeartbeat()
        this.client.close()
        resolve(this.#killReason ?? describeExit(exit, this.#output))
      })
    })
  }

  getPid(): number | undefined {
    return this.#connection.getPid()
  }

  /** `onSilence` hears for how long the process has not answered; 0: it has again. */
  watch(everyMs: number, onSilence: (silentMs: number) => void): void {
    const ping = () => this.client.call.ping(undefined)
    this.#stopHeartbeat = startHeartbeat({ ping, everyMs, onSilence })
  }

  sendLivePort(port: unknown): void {
    this.#connection.sendLivePort?.(port)
  }

  kill(reason: string): void {
    this.#stopHeartbeat()
    this.#killReason = reason
    this.#connection.kill()
  }

  /** Asks the process to end, and insists after `timeoutMs`. */
  async end(timeoutMs: number): Promise<void> {
    this.isEnding = true
    this.#stopHeartbeat()
    this.#connection.end()
    const timer = setTimeout(() => this.#connection.kill(), timeoutMs)
    await this.ended
    clearTimeout(timer)
  }
}
