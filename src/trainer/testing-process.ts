/** The trainer as it runs, for tests: built, in a process of its own, asked over the channel of a Node child. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import type { Port } from '@shared/contract/port'
import { createClient } from '@shared/contract/rpc'
import { trainerContract } from '@shared/contract/trainer'

export interface TrainerProcess {
  readonly child: ChildProcess
  readonly client: ReturnType<typeof createClient<typeof trainerContract>>
}

export interface BuiltTrainer {
  /** Where the built files are. */
  readonly folder: string
  /** Starts it, from a copy of the folder if one is given. */
  start(folder?: string): TrainerProcess
  remove(): void
}

export async function buildTrainer(): Promise<BuiltTrainer> {
  // Within the project, so that the built file finds its packages.
  const caches = resolve('node_modules/.cache')
  mkdirSync(caches, { recursive: true })
  const outFolder = mkdtempSync(join(caches, 'trainer-test-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: outFolder,
      rollupOptions: {
        input: { trainer: resolve('src/trainer/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' }
      }
    }
  })
  return {
    folder: outFolder,
    start: (folder = outFolder) => startTrainer(join(folder, 'trainer.js')),
    remove: () => rmSync(outFolder, { recursive: true, force: true })
  }
}

function startTrainer(file: string): TrainerProcess {
  const child = fork(file, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: []
  })
  const port: Port = {
    post: (message) => void child.send(message as object, () => undefined),
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onClose(listener) {
      child.once('exit', listener)
      return () => child.off('exit', listener)
    },
    close: () => child.disconnect()
  }
  return { child, client: createClient(trainerContract, port) }
}
