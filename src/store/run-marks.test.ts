import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { NO_MARKS, runLabelChangeSchema, runNameSchema, type RunMarks } from '@shared/run'
import { pickLabels } from './record-changes'
import { runFileSchema } from './run-folder'
import type { RunStore } from './run-store'
import {
  change,
  createRun,
  createTemporaryWorkspace,
  openStore,
  stepBatch,
  writeLog
} from './testing'

const marks: RunMarks = {
  tags: ['lecture', '2. Übung'],
  note: '# Wider\n\nWorth a second look.',
  isStarred: true,
  isArchived: false
}

function readRecord(store: RunStore, id: string) {
  const file = join(store.getRunFolder(id), 'run.json')
  return runFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).record
}

describe('marks', () => {
  it('reach the folder, the index and the listeners, and are taken back by the old values', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const [one, two] = [createRun(store), createRun(store)]
    const heard = vi.fn()
    store.onDidChangeRun(heard)
    const marked = store.markRuns([
      { runId: one.id, marks, name: 'wider', color: 7 },
      { runId: two.id, marks: { ...NO_MARKS, isArchived: true } }
    ])
    expect(marked).toEqual([
      { ...one, marks, name: 'wider', color: 7 },
      { ...two, marks: { ...NO_MARKS, isArchived: true } }
    ])
    expect(heard.mock.calls).toEqual(marked.map((record) => [record]))
    expect(marked.map(({ id }) => readRecord(store, id))).toEqual(marked)
    expect(openStore(workspace).store.listRuns()).toEqual([...marked].reverse())
    store.markRuns([one, two].map((run) => ({ runId: run.id, ...pickLabels(run) })))
    expect(store.listRuns()).toEqual([two, one])
  })

  it('of a run at work outlive what the trainer says of it', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    store.applyChange(change(run, 'training'))
    store.appendMetrics(stepBatch(run.id, 1))
    expect(store.markRuns([{ runId: run.id, marks }])[0]).toMatchObject({ stepsDone: 10, marks })
    store.applyChange(change(run, 'stopped', { stepsDone: 10 }))
    expect(store.getRun(run.id)).toMatchObject({ state: 'stopped', marks })
    expect(readRecord(store, run.id)).toEqual(store.getRun(run.id))
  })

  it('of a run that another process trains are not lost when that one stores', () => {
    const workspace = createTemporaryWorkspace()
    const trains = openStore(workspace).store
    const run = createRun(trains)
    openStore(workspace).store.markRuns([{ runId: run.id, marks, name: 'seen from beside' }])
    trains.applyChange(change(run, 'stopped'))
    const expected = { state: 'stopped', marks, name: 'seen from beside' }
    expect(trains.getRun(run.id)).toMatchObject(expected)
    expect(readRecord(trains, run.id)).toMatchObject(expected)
  })

  it('are given to all runs or to none', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    const heard = vi.fn()
    store.onDidChangeRun(heard)
    const changes = [run.id, '20200101-000000-000-aaaaaa'].map((runId) => ({ runId, marks }))
    expect(() => store.markRuns(changes)).toThrow(/There is no run '20200101/)
    expect(store.getRun(run.id)).toEqual(run)
    expect(readRecord(store, run.id)).toEqual(run)
    expect(heard).not.toHaveBeenCalled()
  })

  it('count a tag once', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const tags = ['a', 'b', 'a']
    const [run] = store.markRuns([{ runId: createRun(store).id, marks: { ...marks, tags } }])
    expect(run?.marks.tags).toEqual(['a', 'b'])
  })

  it.each(['is deleted', 'is no database any more'])(
    'are all there again when the index %s',
    (fault) => {
      const workspace = createTemporaryWorkspace()
      const { store } = openStore(workspace)
      const run = createRun(store)
      store.applyChange(change(run, 'stopped'))
      const [marked] = store.markRuns([{ runId: run.id, marks, name: 'kept', color: 3 }])
      store.close()
      for (const suffix of ['', '-wal', '-shm']) {
        rmSync(workspace.databaseFile + suffix, { force: true })
      }
      if (fault !== 'is deleted') writeFileSync(workspace.databaseFile, 'no database'.repeat(1000))
      expect(openStore(workspace).store.listRuns()).toEqual([marked])
    }
  )

  it('of a run whose loss became infinite are there again, as the run is', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = createRun(store)
    const columns = { 'train/loss': Float64Array.of(2, Infinity) }
    const batch = { ...stepBatch(run.id, 1, 2), columns }
    writeLog(store.getRunFolder(run.id), batch)
    store.appendMetrics(batch)
    const test = { loss: Infinity, accuracy: 0.1, examples: 10 }
    store.applyChange(
      change(run, 'failed', { reason: 'Diverged.', stepsDone: 2, elapsedMs: 10, test })
    )
    const [marked] = store.markRuns([{ runId: run.id, marks }])
    expect(marked).toMatchObject({ latest: { 'train/loss': Infinity }, test })
    store.close()
    const again = openStore(workspace).store
    expect(again.listRuns()).toEqual([marked])
    again.close()
    rmSync(workspace.databaseFile)
    expect(openStore(workspace).store.listRuns()).toEqual([marked])
  })

  it('of a run.json from before there were marks are none', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = createRun(store)
    store.applyChange(change(run, 'stopped'))
    const file = join(store.getRunFolder(run.id), 'run.json')
    const old = JSON.parse(readFileSync(file, 'utf8')) as { record: Record<string, unknown> }
    delete old.record.marks
    delete old.record.importedFrom
    writeFileSync(file, JSON.stringify(old))
    store.close()
    rmSync(workspace.databaseFile)
    const [read] = openStore(workspace).store.listRuns()
    expect(read).toMatchObject({ id: run.id, marks: NO_MARKS, importedFrom: null })
  })

  it('of a run whose folder was deleted by hand do no harm, and bring nothing back', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const [gone, run] = [createRun(store), createRun(store)]
    rmSync(store.getRunFolder(gone.id), { recursive: true })
    store.markRuns([gone, run].map(({ id }) => ({ runId: id, marks })))
    expect(store.getRun(run.id).marks).toEqual(marks)
    store.close()
    expect(
      openStore(workspace)
        .store.listRuns()
        .map(({ id }) => id)
    ).toEqual([run.id])
  })

  it('and names may hold any letters', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = createRun(store)
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    const valid = names.filter((name) => runNameSchema.safeParse(name).success)
    fc.assert(
      fc.property(valid, valid, (name, note) => {
        const asked = { runId: run.id, name, marks: { ...marks, tags: [name], note } }
        const change = runLabelChangeSchema.parse(asked)
        expect(store.markRuns([change])[0]).toEqual({
          ...run,
          name: change.name,
          marks: change.marks
        })
        expect(readRecord(store, run.id)).toEqual(store.getRun(run.id))
      }),
      { numRuns: 20 }
    )
  })
})

describe('runs that are deleted together', () => {
  it('are archived ones; else nothing is deleted', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const [one, two] = [createRun(store), createRun(store)]
    for (const run of [one, two]) store.applyChange(change(run, 'stopped'))
    store.markRuns([{ runId: one.id, marks: { ...NO_MARKS, isArchived: true } }])
    expect(() => store.discardRuns([one.id, two.id])).toThrow(/"cifar-cnn 2" is not archived/)
    expect(store.listRuns()).toHaveLength(2)
    const heard = vi.fn()
    store.onDidRemoveRun(heard)
    store.discardRuns([one.id])
    expect(store.listRuns().map(({ id }) => id)).toEqual([two.id])
    expect(heard).toHaveBeenCalledExactlyOnceWith(one.id)
  })

  it('are not at work', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    store.markRuns([{ runId: id, marks: { ...NO_MARKS, isArchived: true } }])
    expect(() => store.discardRuns([id])).toThrow(/is at work, so nothing was deleted/)
    expect(store.findRun(id)).not.toBeNull()
  })
})
