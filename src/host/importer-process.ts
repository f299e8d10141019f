/** Starts an importer: a child of plain Node, also in Electron, whose own binary runs as Node for it. */
import { fork } from 'node:child_process'
import { UserError } from '@shared/contract/define'
import { importerContract } from '@shared/contract/importer'
import { CONNECTION_CLOSED, createClient } from '@shared/contract/rpc'
import type { ImportProgress } from '@shared/imported-dataset'
import { wrapChild } from './node-trainer-starter'

export type ImporterClient = ReturnType<typeof createClient<typeof importerContract>>

export interface ImporterWork<T> {
  readonly result: Promise<T>
  /** Asks the importer to end, and ends it when it does not. */
  cancel(): void
}

/** Some decoders and unpackers hear nothing until they are done; whoever cancels does not wait for them. */
const CANCEL_TIMEOUT_MS = 2000

/** Runs one work in a process of its own, which ends with it. `importerFile` is the built program. */
export function startImporter<T>(
  importerFile: string,
  {
    ask,
    onProgress
  }: {
    ask(client: ImporterClient): Promise<T>
    onProgress(progress: ImportProgress): void
  }
): ImporterWork<T> {
  const child = fork(importerFile, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: []
  })
  let lastWords = ''
  let exit: { code: number | null; signal: NodeJS.Signals | null } = { code: null, signal: null }
  let isCancelled = false
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  child.once('exit', (code, signal) => {
    exit = { code, signal }
  })
  // Without a listener a program that cannot be started ends this process; the closed port says it as well.
  child.once('error', (error) => {
    lastWords = error.message
  })
  const client = createClient(importerContract, wrapChild(child))
  client.on('onProgress', onProgress)

  async function run(): Promise<T> {
    try {
      return await ask(client)
    } catch (error) {
      if ((error as Error).name !== CONNECTION_CLOSED) throw error
      throw isCancelled ? createStopped() : new UserError(describeDeath(exit, lastWords))
    } finally {
      child.kill()
    }
  }

  return {
    result: run(),
    cancel() {
      isCancelled = true
      client.call.cancel(undefined).catch(() => undefined)
      const timer = setTimeout(() => child.kill('SIGKILL'), CANCEL_TIMEOUT_MS)
      child.once('exit', () => clearTimeout(timer))
    }
  }
}

/** Why the process ended, where it could not say so itself. */
function describeDeath(
  { code, signal }: { code: number | null; signal: NodeJS.Signals | null },
  lastWords: string
): string {
  if (/heap out of memory|cannot allocate memory|bad_alloc/i.test(lastWords)) {
    return 'The import stopped: memory ran out. Close other programs, or import fewer or smaller pictures.'
  }
  const how =
    signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was killed (${signal})`
  return `The import stopped: its process ${how}. Nothing was kept; try again.`
}

/** The name tells a cancellation from a failure, as the importer's own error does. */
function createStopped(): Error {
  const error = new Error('The import was cancelled; nothing was kept.')
  error.name = IMPORT_STOPPED
  return error
}

/** The name of the error with which a cancelled import ends. */
const IMPORT_STOPPED = 'ImportStopped'
