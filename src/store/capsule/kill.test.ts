import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createRun,
  createTemporaryFolder,
  createTemporaryWorkspace,
  openStore,
  stepBatch,
  writeLog
} from '../testing'
import { writeCapsule } from './write-capsule'

/** Within the project, so that the built file finds its packages. */
const caches = resolve('node_modules/.cache')
let folder: string
beforeAll(async () => {
  mkdirSync(caches, { recursive: true })
  folder = mkdtempSync(join(caches, 'capsule-test-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('src/shared'), '@store': resolve('src/store') } },
    build: {
      ssr: resolve('src/store/capsule/fixtures/import-one.ts'),
      target: 'node20',
      outDir: folder,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'import-one.cjs' } }
    }
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('is there whole or not at all, whenever the process is killed, and the next start cleans up', async () => {
  const capsule = await writeLargeCapsule()
  const found = { leftovers: 0, runs: 0 }
  for (let attempt = 0; attempt < 8; attempt++) {
    const workspace = createTemporaryWorkspace()
    const { runsFolder } = workspace
    await importAndKill(workspace.folder, capsule, {
      runsFolder,
      afterMs: attempt === 7 ? null : attempt * 15
    })
    const left = readdirSync(runsFolder).filter((name) => name.startsWith('.import-'))
    found.leftovers += left.length
    const { store, warnings } = openStore(workspace)
    expect(warnings).toEqual([])
    const runs = store.listRuns()
    found.runs += runs.length
    expect(readdirSync(runsFolder)).toEqual(runs.map(({ id }) => id))
    for (const { id } of runs) {
      expect(store.getHistory(id).tables[0]?.steps).toHaveLength(20)
      expect(store.getExperiment(id).name).toContain('cifar')
    }
  }
  expect(found.leftovers, 'no kill met an import at work').toBeGreaterThan(0)
  expect(found.runs, 'the import that was let be').toBeGreaterThan(0)
}, 120_000)

/** One whose import takes long enough to be killed: with weights of 60 MB. */
async function writeLargeCapsule(): Promise<string> {
  const { store } = openStore(createTemporaryWorkspace())
  const record = createRun(store)
  const run = store.getRunFolder(record.id)
  writeLog(run, stepBatch(record.id, 1), stepBatch(record.id, 2))
  mkdirSync(join(run, 'checkpoints'))
  const block = randomBytes(1_000_000)
  writeFileSync(
    join(run, 'checkpoints', 'checkpoint-1.bin'),
    Buffer.concat(Array.from({ length: 60 }, () => block))
  )
  const path = join(createTemporaryFolder(), 'large.receptive')
  await writeCapsule({ record, folder: run, path, withWeights: true, writtenBy: 'Receptive' })
  return path
}

/** Kills it so long after the first file of the import is seen; null lets it end. */
async function importAndKill(
  workspace: string,
  capsule: string,
  { runsFolder, afterMs }: { runsFolder: string; afterMs: number | null }
): Promise<void> {
  const child = spawn(process.execPath, [join(folder, 'import-one.cjs'), workspace, capsule])
  const ended = once(child, 'exit')
  if (afterMs !== null) {
    while (child.exitCode === null && readdirSync(runsFolder).length === 0) await wait(1)
    await wait(afterMs)
    child.kill('SIGKILL')
  }
  await ended
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
