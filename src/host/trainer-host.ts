/** Owns the trainer process: starts it, waits for its word, watches it, starts it again when it dies, ends it. */
import type { TrainerStatus } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { CONNECTION_CLOSED } from '@shared/contract/rpc'
import type { RuntimeInfo } from '@shared/contract/trainer'
import { createRestartBudget } from './restart-budget'
import type { RotatingLog } from './rotating-log'
import type { TrainerStarter } from './trainer-connection'
import { TrainerSession, type TrainerClient } from './trainer-session'

export type { TrainerClient } from './trainer-session'

export interface TrainerHostOptions {
  readonly starter: TrainerStarter
  readonly log: RotatingLog
  /** Whether a run is at work: a step of a large model may take longer than a hang is given. */
  readonly isTraining?: () => boolean
  /** How often a dead trainer is started again. @default as createRestartBudget says */
  readonly maxRestarts?: number
  readonly timings?: Partial<typeof TIMINGS>
}

const TIMINGS = {
  /** Loading TensorFlow takes 1 to 2 s, ten times that from a cold network disk. */
  readyTimeoutMs: 60_000,
  pingEveryMs: 1000,
  /** Longer than nearly every step; a person may want to know. */
  unresponsiveAfterMs: 10_000,
  /** Nothing that an idle trainer does takes so long: it hangs. */
  killAfterMs: 60_000,
  /** One step of VGG16 on two slow cores is about three minutes; killing it would make it untrainable. */
  killWhileTrainingAfterMs: 600_000,
  /** A machine that kills for lack of memory gets a moment to breathe. */
  restartAfterMs: 500,
  /** A trainer that is asked to end stops within one step, or is made to. */
  endTimeoutMs: 3000
}

export class TrainerHost {
  readonly #options: TrainerHostOptions
  readonly #timings: typeof TIMINGS
  readonly #budget
  readonly #statusListeners = new Set<(status: TrainerStatus) => void>()
  readonly #connectListeners = new Set<(client: TrainerClient) => void>()
  readonly #deathListeners = new Set<(reason: string) => void>()
  #status: TrainerStatus = { kind: 'starting' }
  #session: TrainerSession | null = null
  #restartTimer: NodeJS.Timeout | null = null
  #isDisposed = false

  constructor(options: TrainerHostOptions) {
    this.#options = options
    this.#timings = { ...TIMINGS, ...options.timings }
    const { maxRestarts } = options
    this.#budget = createRestartBudget(maxRestarts === undefined ? {} : { maxRestarts })
  }

  get status(): TrainerStatus {
    return this.#status
  }

  /** Of the trainer process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#session?.getPid()
  }

  /** Starts the process unless it runs; returns at once. */
  start(): void {
    if (this.#session || this.#restartTimer || this.#isDisposed) return
    const { starter, log } = this.#options
    log.note('The trainer is started.')
    const session = new TrainerSession(starter, log)
    this.#session = session
    void session.ended.then((reason) => this.#handleEnd(session, reason))
    for (const listener of [...this.#connectListeners]) listener(session.client)
    void this.#waitForRuntime(session)
  }

  /** The client of a trainer that has loaded TensorFlow; starts one if need be. @throws UserError when there is none. */
  async whenReady(): Promise<TrainerClient> {
    if (this.#status.kind !== 'failed') this.start()
    for (;;) {
      const { kind } = this.#status
      if (this.#isDisposed) throw new UserError('Receptive is closing.')
      if (this.#status.kind === 'failed') throw new UserError(this.#status.reason)
      if (kind === 'ready' || kind === 'unresponsive') {
        if (this.#session) return this.#session.client
      }
      await this.#nextStatus()
    }
  }

  /** Ends the process, however it is, and starts another; a person asked for it. */
  async restart(): Promise<void> {
    this.#budget.reset()
    this.#cancelRestart()
    if (this.#session) {
      await this.#end(this.#session)
      this.#tellDeath('The trainer was restarted.')
    }
    this.#setStatus({ kind: 'starting' })
    this.start()
  }

  /** Hands a window's port to the trainer. @throws UserError when there is no trainer. */
  async sendLivePort(port: unknown): Promise<void> {
    await this.whenReady()
    this.#session?.sendLivePort(port)
  }

  onDidChangeStatus(listener: (status: TrainerStatus) => void): () => void {
    return subscribe(this.#statusListeners, listener)
  }

  /** Hears the client of every process, before it has said anything; subscriptions belong here. */
  onDidConnect(listener: (client: TrainerClient) => void): () => void {
    return subscribe(this.#connectListeners, listener)
  }

  /** Hears why a process died that was not asked to by dispose. */
  onDidDie(listener: (reason: string) => void): () => void {
    return subscribe(this.#deathListeners, listener)
  }

  /** Ends the process: asks, and insists after a while. Resolves when it is gone. */
  async dispose(): Promise<void> {
    this.#isDisposed = true
    this.#cancelRestart()
    if (this.#session) await this.#end(this.#session)
    this.#setStatus({ kind: 'failed', reason: 'Receptive is closing.' })
    this.#statusListeners.clear()
  }

  async #waitForRuntime(session: TrainerSession): Promise<void> {
    const { readyTimeoutMs } = this.#timings
    const timer = setTimeout(() => {
      session.kill(`The trainer did not start within ${readyTimeoutMs / 1000} seconds.`)
    }, readyTimeoutMs)
    try {
      const runtime = await session.client.call.getRuntimeInfo(undefined)
      if (session !== this.#session || session.isEnding) return
      this.#options.log.note(`The trainer is ready (process ${session.getPid()}).`)
      this.#setStatus({ kind: 'ready', runtime })
      session.watch(this.#timings.pingEveryMs, (silentMs) =>
        this.#handleSilence(session, runtime, silentMs)
      )
    } catch (error) {
      // A process that ended is told by its end; one that lives has refused, and would refuse again.
      const hasRefused = (error as Error).name !== CONNECTION_CLOSED
      if (session === this.#session && hasRefused) this.#giveUp(session, (error as Error).message)
    } finally {
      clearTimeout(timer)
    }
  }

  #handleSilence(session: TrainerSession, runtime: RuntimeInfo, silentMs: number): void {
    const { unresponsiveAfterMs, killAfterMs, killWhileTrainingAfterMs } = this.#timings
    const mostMs = this.#options.isTraining?.() ? killWhileTrainingAfterMs : killAfterMs
    if (silentMs === 0) {
      if (this.#status.kind === 'unresponsive') this.#setStatus({ kind: 'ready', runtime })
    } else if (silentMs >= mostMs) {
      const seconds = Math.round(silentMs / 1000)
      session.kill(
        `The trainer stopped: it had not answered for ${seconds} seconds and was killed.`
      )
    } else if (silentMs >= unresponsiveAfterMs) {
      this.#setStatus({ kind: 'unresponsive', sinceMs: silentMs })
    }
  }

  #handleEnd(session: TrainerSession, reason: string): void {
    this.#options.log.note(session.isEnding ? 'The trainer was ended.' : reason)
    if (session === this.#session) this.#session = null
    if (session.isEnding) return
    this.#tellDeath(reason)
    this.#restartLater(reason)
  }

  #restartLater(reason: string): void {
    const attempt = this.#budget.spend()
    if (attempt === null) return this.#setStatus({ kind: 'failed', reason })
    this.#setStatus({ kind: 'restarting', reason, attempt })
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = null
      this.start()
    }, this.#timings.restartAfterMs)
  }

  /** TensorFlow cannot be loaded: another process would not do better. */
  #giveUp(session: TrainerSession, reason: string): void {
    this.#options.log.note(reason)
    void this.#end(session)
    this.#setStatus({ kind: 'failed', reason })
  }

  #end(session: TrainerSession): Promise<void> {
    return session.end(this.#timings.endTimeoutMs)
  }

  #tellDeath(reason: string): void {
    for (const listener of [...this.#deathListeners]) listener(reason)
  }

  #cancelRestart(): void {
    if (this.#restartTimer) clearTimeout(this.#restartTimer)
    this.#restartTimer = null
  }

  #setStatus(status: TrainerStatus): void {
    this.#status = status
    for (const listener of [...this.#statusListeners]) listener(status)
  }

  #nextStatus(): Promise<void> {
    return new Promise((resolve) => {
      const off = this.onDidChangeStatus(() => {
        off()
        resolve()
      })
    })
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
