/** Starts the inspector when something is asked of it, and ends it when nothing was for a while. */
import { UserError } from '@shared/contract/define'
import { inspectorContract } from '@shared/contract/inspector'
import { CONNECTION_CLOSED, createClient } from '@shared/contract/rpc'
import { describeExit } from './exit-reason'
import type { TrainerConnection, TrainerExit, TrainerStarter } from './trainer-connection'

export type InspectorClient = ReturnType<typeof createClient<typeof inspectorContract>>

/** Long enough for a person who reads a page; a data set in memory is not kept for nobody. */
const IDLE_MS = 3 * 60_000
/** Enough of its last words to find what it died of. */
const KEPT_OUTPUT_CHARACTERS = 4000

/** The sentence of how it ended. */
class InspectorDeath extends UserError {}

interface Session {
  readonly connection: TrainerConnection
  readonly client: InspectorClient
  readonly ended: Promise<string>
  /** Whether it was ended on purpose. */
  isEnded: boolean
}

export class InspectorHost {
  readonly #starter: TrainerStarter
  readonly #onOutput: (bytes: Uint8Array) => void
  readonly #idleMs: number
  #session: Session | null = null
  #asked = 0
  #idleTimer: NodeJS.Timeout | null = null

  constructor({
    starter,
    onOutput,
    idleMs = IDLE_MS
  }: {
    starter: TrainerStarter
    /** Hears what the process prints, TensorFlow's lines included. */
    onOutput(bytes: Uint8Array): void
    /** @default three minutes */
    idleMs?: number
  }) {
    this.#starter = starter
    this.#onOutput = onOutput
    this.#idleMs = idleMs
  }

  getPid(): number | undefined {
    return this.#session?.connection.getPid()
  }

  /**
   * Asks the inspector, which is started if there is none. A look changes nothing, and the process may have been dead before
   * it was asked: one that died is asked for once more. @throws UserError; also when both died over the question.
   */
  async ask<T>(question: (client: InspectorClient) => Promise<T>): Promise<T> {
    try {
      return await this.#askOnce(question)
    } catch (error) {
      if (!(error instanceof InspectorDeath)) throw error
      return this.#askOnce(question)
    }
  }

  async #askOnce<T>(question: (client: InspectorClient) => Promise<T>): Promise<T> {
    const session = (this.#session ??= this.#start())
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    this.#asked++
    try {
      return await question(session.client)
    } catch (error) {
      if ((error as Error).name !== CONNECTION_CLOSED) throw error
      if (session.isEnded) throw new UserError('It was cancelled.')
      throw new InspectorDeath(await session.ended)
    } finally {
      this.#asked--
      if (this.#asked === 0) this.#rest()
    }
  }

  /** Ends the process; the next question starts another. */
  end(): void {
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    if (this.#session) this.#session.isEnded = true
    this.#session?.connection.end()
    this.#session = null
  }

  #rest(): void {
    this.#idleTimer = setTimeout(() => this.end(), this.#idleMs)
    this.#idleTimer.unref()
  }

  #start(): Session {
    let output = ''
    const connection = this.#starter.start({
      onOutput: (bytes) => {
        this.#onOutput(bytes)
        output = (output + Buffer.from(bytes).toString('utf8')).slice(-KEPT_OUTPUT_CHARACTERS)
      }
    })
    const client = createClient(inspectorContract, connection.port)
    const ended = new Promise<string>((resolve) => {
      connection.onExit((exit: TrainerExit) => {
        if (this.#session === session) this.#session = null
        client.close()
        resolve(describeExit(exit, output, 'inspector'))
      })
    })
    const session: Session = { connection, client, ended, isEnded: false }
    return session
  }
}
