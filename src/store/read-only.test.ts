import type * as FileSystem from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { createRun, createTemporaryFolder, openStore, stepBatch, writeLog } from './testing'
import { createWorkspace } from './workspace'

/** The disk as it answers when it is mounted for reading only: every change is refused. */
const disk = vi.hoisted(() => ({ isReadOnly: false }))
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  const refuse = () => {
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' })
  }
  const isOfTest = (path: unknown) => String(path).includes('receptive-test-')
  const guard = (original: (...words: never[]) => unknown) =>
    ((...words: never[]) =>
      disk.isReadOnly && isOfTest(words[0]) ? refuse() : original(...words)) as never
  const changed = {
    mkdirSync: guard(fs.mkdirSync as never),
    writeFileSync: guard(fs.writeFileSync as never),
    renameSync: guard(fs.renameSync as never),
    openSync: ((path: string, flags: string, ...rest: never[]) =>
      disk.isReadOnly && flags !== 'r' && isOfTest(path)
        ? refuse()
        : fs.openSync(path, flags, ...rest)) as typeof fs.openSync,
    accessSync: ((path: string, mode = 0) =>
      disk.isReadOnly && (mode & fs.constants.W_OK) !== 0
        ? refuse()
        : fs.accessSync(path, mode)) as typeof fs.accessSync
  }
  return { ...fs, ...changed, default: { ...fs, ...changed } }
})
afterEach(() => {
  disk.isReadOnly = false
})

it('a workspace on a read-only disk opens for looking: its runs, their curves, and a sentence why no more', () => {
  const folder = createTemporaryFolder()
  const { store } = openStore(createWorkspace(folder))
  const { id } = createRun(store)
  writeLog(store.getRunFolder(id), stepBatch(id, 1))
  store.appendMetrics(stepBatch(id, 1))
  store.markInterrupted(id, 'It was killed.')
  const record = store.getRun(id)
  store.close()

  disk.isReadOnly = true
  const workspace = createWorkspace(folder)
  expect(workspace.readOnlyReason).toBe(
    `The workspace ${folder} cannot be written: it is on a disk that is read-only. Its runs can be looked at; to train, choose another folder with --workspace.`
  )
  const { store: looking, warnings } = openStore(workspace)
  expect(warnings).toEqual([])
  expect(looking.listRuns()).toEqual([record])
  expect(looking.getHistory(id).tables[0]?.steps).toHaveLength(10)
  expect(() => createRun(looking)).toThrow(/cannot be stored .* it is on a disk that is read-only/)
  expect(looking.listRuns()).toEqual([record])
})

it('a folder without runs that cannot be written is no workspace', () => {
  const folder = createTemporaryFolder()
  disk.isReadOnly = true
  expect(() => createWorkspace(folder)).toThrow('cannot be used: it is on a disk that is read-only')
})
