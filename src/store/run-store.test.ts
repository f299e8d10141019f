import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { mergeBatches } from '@shared/metric-tables'
import { Connection } from './connection'
import { CHUNK_ROWS } from './metric-buffer'
import { describeProcess } from './process-owner'
import { RunStore } from './run-store'
import { runFileSchema } from './run-folder'
import {
  change,
  createRun,
  createTemporaryWorkspace,
  lectureExperiment,
  openStore,
  stepBatch,
  writeLog
} from './testing'
import type { Workspace } from './workspace'

describe('a new run', () => {
  it('has a folder with its experiment, its environment and its record', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    const folder = store.getRunFolder(run.id)
    expect(readdirSync(folder).sort()).toEqual(['environment.json', 'experiment.json', 'run.json'])
    expect(store.getExperiment(run.id)).toEqual(lectureExperiment)
    expect(store.listRuns()).toEqual([run])
  })

  it('is named after its experiment, counting, and takes the next colour', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const runs = Array.from({ length: 12 }, () => createRun(store))
    expect(runs.slice(0, 3).map(({ name }) => name)).toEqual([
      'cifar-cnn',
      'cifar-cnn 2',
      'cifar-cnn 3'
    ])
    expect(runs.map(({ color }) => color)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    expect(store.listRuns().map(({ id }) => id)).toEqual(runs.map(({ id }) => id).reverse())
  })

  it('leaves no trace when it is discarded', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const heard = vi.fn()
    store.onDidRemoveRun(heard)
    const { id } = createRun(store)
    store.discardRun(id)
    expect(heard).toHaveBeenCalledExactlyOnceWith(id)
    expect(store.listRuns()).toEqual([])
    expect(readdirSync(workspace.runsFolder)).toEqual([])
  })
})

describe('the states of a run', () => {
  it('follow what the trainer reports, on the disk and for listeners', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const heard = vi.fn()
    store.onDidChangeRun((record) => heard(record.state))
    const run = createRun(store)
    store.applyChange(change(run, 'training'))
    store.applyChange(change(run, 'evaluating', { epochsDone: 10, stepsDone: 3910 }))
    const test = { loss: 0.8, accuracy: 0.73, examples: 10_000 }
    store.applyChange(change(run, 'finished', { epochsDone: 10, stepsDone: 3910, test }))
    expect(heard.mock.calls.flat()).toEqual(['training', 'evaluating', 'finished'])
    expect(store.getRun(run.id)).toMatchObject({ state: 'finished', stepsDone: 3910, test })
    expect(store.getRun(run.id).endedAt).not.toBeNull()
    expect(readRunFile(store, run.id)).toEqual(store.getRun(run.id))
  })

  it('do not move once the run has ended', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    store.applyChange(change(run, 'failed', { reason: 'The loss is NaN.' }))
    store.applyChange(change(run, 'training'))
    store.markInterrupted(run.id, 'too late')
    expect(store.getRun(run.id)).toMatchObject({ state: 'failed', reason: 'The loss is NaN.' })
  })

  it('keep a new name through a restart', () => {
    const workspace = createTemporaryWorkspace()
    const first = openStore(workspace).store
    const run = createRun(first)
    first.renameRun(run.id, 'wider')
    first.applyChange(change(run, 'stopped'))
    expect(openStore(workspace).store.getRun(run.id)).toMatchObject({ name: 'wider' })
    expect(readRunFile(first, run.id).name).toBe('wider')
  })
})

describe('metrics', () => {
  it('come back as they were, across chunks and with columns that begin late', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    const batches = Array.from({ length: 30 }, (_, index) => stepBatch(id, index + 1, 97))
    const late = batches[20]
    if (late) batches[20] = { ...late, columns: { ...late.columns, 'train/accuracy': late.steps } }
    for (const batch of batches) store.appendMetrics(batch)
    expect(30 * 97).toBeGreaterThan(2 * CHUNK_ROWS)
    expect(store.getHistory(id)).toEqual({ runId: id, seq: 30, tables: mergeBatches(batches) })
  })

  it('are there before they are stored, and grow between two looks', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    store.appendMetrics(stepBatch(id, 1))
    expect(store.getHistory(id).tables[0]?.steps).toHaveLength(10)
    store.appendMetrics(stepBatch(id, 2))
    expect(store.getHistory(id)).toMatchObject({ seq: 2 })
    expect(store.getHistory(id).tables[0]?.steps).toHaveLength(20)
  })

  it('are read from the log when a batch did not arrive', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    const batches = [1, 2, 3].map((seq) => stepBatch(id, seq))
    writeLog(store.getRunFolder(id), ...batches)
    for (const batch of [batches[0], batches[2]]) if (batch) store.appendMetrics(batch)
    expect(store.getHistory(id).tables).toEqual(mergeBatches(batches))
  })

  it('are not counted twice when a batch arrives twice', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    for (const seq of [1, 1, 2, 1]) store.appendMetrics(stepBatch(id, seq))
    expect(store.getHistory(id).tables[0]?.steps).toHaveLength(20)
  })

  it('leave their newest values in the record: of steps first, of epochs later', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    store.appendMetrics(stepBatch(id, 1))
    expect(store.getRun(id)).toMatchObject({ stepsDone: 10, latest: { 'train/loss': 0.1 } })
    store.appendMetrics({
      ...stepBatch(id, 2, 1),
      scope: 'epoch',
      steps: Float64Array.of(10),
      columns: { 'train/loss': Float64Array.of(0.5), 'validation/loss': Float64Array.of(0.6) }
    })
    store.appendMetrics(stepBatch(id, 3))
    expect(store.getRun(id)).toMatchObject({
      epochsDone: 1,
      stepsDone: 30,
      latest: { 'train/loss': 0.5, 'validation/loss': 0.6 }
    })
  })

  it('take 100,000 rows in batches of 20 without holding up anything for long', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const { id } = createRun(store)
    const batches = Array.from({ length: 5000 }, (_, index) => stepBatch(id, index + 1, 20))
    const begin = process.cpuUsage()
    for (const batch of batches) store.appendMetrics(batch)
    const history = store.getHistory(id)
    const { user, system } = process.cpuUsage(begin)
    expect(history.tables[0]?.steps).toHaveLength(100_000)
    // A row of the database a point would take about 200 ms for the writing alone, each time.
    expect((user + system) / 1000).toBeLessThan(500)
    store.close()
    const rows = new Connection(databaseOf(store, id)).all(
      'SELECT count(*) AS n FROM metric_chunks'
    )
    expect(rows).toEqual([{ n: 3 * 100 }])
  })
})

describe('a run whose process died', () => {
  it('is interrupted at the next start, with every metric that reached its log', () => {
    const workspace = createTemporaryWorkspace()
    const id = trainInProcessThatIsKilled(workspace)
    const { store, warnings } = openStore(workspace)
    expect(warnings).toEqual([])
    expect(store.getRun(id)).toMatchObject({
      state: 'interrupted',
      reason: 'Receptive ended while this run was at work.',
      stepsDone: 70,
      latest: { 'train/loss': 1 / 70 }
    })
    const batches = [1, 2, 3, 4, 5, 6, 7].map((seq) => stepBatch(id, seq))
    expect(store.getHistory(id)).toEqual({ runId: id, seq: 7, tables: mergeBatches(batches) })
    expect(readRunFile(store, id).state).toBe('interrupted')
  })

  it('loses only the frame that was being written', () => {
    const workspace = createTemporaryWorkspace()
    const id = trainInProcessThatIsKilled(workspace)
    const log = join(workspace.runsFolder, id, 'metrics.log')
    truncateSync(log, statSync(log).size - 5)
    const { store, warnings } = openStore(workspace)
    expect(store.getHistory(id)).toMatchObject({ seq: 6 })
    expect(warnings[0]).toMatch(/Run "cifar-cnn": The metric log is damaged after batch 6/)
  })

  it('is left alone while its process lives', () => {
    const workspace = createTemporaryWorkspace()
    const window = openStore(workspace).store
    const run = createRun(window)
    window.applyChange(change(run, 'training'))
    const commandLine = openStore(workspace).store
    expect(commandLine.getRun(run.id).state).toBe('training')
    window.appendMetrics(stepBatch(run.id, 1))
    window.applyChange(change(run, 'stopped', { stepsDone: 10 }))
    const heard = vi.fn()
    commandLine.onDidChangeRun(heard)
    commandLine.lookAround()
    expect(heard).toHaveBeenCalledWith(window.getRun(run.id))
    expect(commandLine.getHistory(run.id)).toMatchObject({ seq: 1 })
  })

  it('is noticed by a store that was already open', () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const id = trainInProcessThatIsKilled(workspace)
    const heard = vi.fn()
    store.onDidChangeRun(heard)
    store.lookAround()
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ id, state: 'interrupted' }))
  })
})

describe('a run that goes on', () => {
  /** Interrupted after seven batches; its checkpoint was written after four. */
  function reopen() {
    const workspace = createTemporaryWorkspace()
    const id = trainInProcessThatIsKilled(workspace)
    const { store } = openStore(workspace)
    const before = store.reopenRun(id)
    // What the trainer does: cuts the log at the checkpoint, then records on.
    rmSync(join(workspace.runsFolder, id, 'metrics.log'))
    writeLog(join(workspace.runsFolder, id), ...[1, 2, 3, 4].map((seq) => stepBatch(id, seq)))
    return { workspace, store, id, before }
  }

  it('has nothing of what came after its checkpoint, and every later batch once', () => {
    const { workspace, store, id } = reopen()
    store.reloadRun(id)
    expect(store.getRun(id)).toMatchObject({ state: 'preparing', reason: null, stepsDone: 40 })
    expect(store.getHistory(id)).toMatchObject({ seq: 4, tables: [{ steps: { length: 40 } }] })
    store.applyChange(change(store.getRun(id), 'training'))
    const later = [5, 6].map((seq) => stepBatch(id, seq))
    writeLog(join(workspace.runsFolder, id), ...later)
    for (const batch of later) store.appendMetrics(batch)
    const all = [1, 2, 3, 4, 5, 6].map((seq) => stepBatch(id, seq))
    const expected = { runId: id, seq: 6, tables: mergeBatches(all) }
    expect(store.getHistory(id)).toEqual(expected)
    store.applyChange(change(store.getRun(id), 'stopped'))
    store.close()
    expect(openStore(workspace).store.getHistory(id)).toEqual(expected)
  })

  it('is this process’s own, at work, and can be read before it has said anything', () => {
    const { workspace, store, id } = reopen()
    expect(store.isOwn(id)).toBe(true)
    expect(store.getHistory(id)).toMatchObject({ seq: 7 })
    expect(openStore(workspace).store.getRun(id).state).toBe('preparing')
  })

  it('waits while the trainer of a killed application still writes', () => {
    const workspace = createTemporaryWorkspace()
    const writing = trainInProcessThatIsKilled(workspace, { pid: process.pid })
    const { pid } = spawnSync(process.execPath, ['--version'])
    const gone = trainInProcessThatIsKilled(workspace, { pid })
    const { store } = openStore(workspace)
    expect(store.isBeingClosed(writing)).toBe(true)
    expect(store.isBeingClosed(gone)).toBe(false)
  })

  it('goes on in one process only, of two that try', () => {
    const { workspace, id } = reopen()
    const other = openStore(workspace).store
    expect(() => other.reopenRun(id)).toThrow(/is preparing; only a run that ended early/)
  })

  it('is as it was when it could not go on', () => {
    const { store, id, before } = reopen()
    store.closeAgain(before)
    expect(store.getRun(id)).toEqual(before)
    expect(readRunFile(store, id)).toEqual(before)
  })

  it('is refused when it is at work, or has reached its end', () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    expect(() => store.reopenRun(run.id)).toThrow(/is preparing; only a run that ended early/)
    store.applyChange(change(run, 'training'))
    store.applyChange(change(run, 'evaluating'))
    store.applyChange(change(run, 'finished'))
    expect(() => store.reopenRun(run.id)).toThrow(/is finished; only a run that ended early/)
  })
})

describe('the index', () => {
  it.each([
    ['is missing', (file: string) => removeDatabase(file)],
    [
      'is no database',
      (file: string) => writeFileSync(removeDatabase(file), 'holiday '.repeat(999))
    ],
    ['is empty', (file: string) => writeFileSync(removeDatabase(file), '')]
  ])('is made again from the folders when it %s', (_what, damage) => {
    const workspace = createTemporaryWorkspace()
    const { record, history } = trainToTheEnd(workspace)
    damage(workspace.databaseFile)
    const { store } = openStore(workspace)
    expect(store.listRuns()).toEqual([record])
    expect(store.getHistory(record.id)).toEqual(history)
  })

  it('says where the damaged one is kept', () => {
    const workspace = createTemporaryWorkspace()
    trainToTheEnd(workspace)
    writeFileSync(removeDatabase(workspace.databaseFile), 'holiday '.repeat(999))
    const { warnings } = openStore(workspace)
    expect(warnings[0]).toMatch(/was damaged. It is kept as .*receptive\.sqlite\.damaged-/)
    expect(readdirSync(workspace.folder).join()).toMatch(/receptive\.sqlite\.damaged-/)
  })

  it('is made again when damage shows while it is in use', () => {
    const workspace = createTemporaryWorkspace()
    const { record, history } = trainToTheEnd(workspace)
    const bytes = readFileSync(workspace.databaseFile)
    // The page after the schema's: where the runs are.
    bytes.fill(0xff, 4096)
    writeFileSync(workspace.databaseFile, bytes)
    const { store } = openStore(workspace)
    expect(store.getHistory(record.id)).toEqual(history)
  })

  it('brings back a run that lost its record', () => {
    const workspace = createTemporaryWorkspace()
    const { record } = trainToTheEnd(workspace)
    removeDatabase(workspace.databaseFile)
    rmSync(join(workspace.runsFolder, record.id, 'run.json'))
    expect(openStore(workspace).store.getRun(record.id)).toMatchObject({
      name: 'cifar-cnn',
      state: 'interrupted',
      stepsDone: 50,
      parameters: 558_186
    })
  })

  it('forgets a run whose folder was deleted', () => {
    const workspace = createTemporaryWorkspace()
    const { record } = trainToTheEnd(workspace)
    rmSync(join(workspace.runsFolder, record.id), { recursive: true })
    expect(openStore(workspace).store.listRuns()).toEqual([])
  })

  it('of a newer Receptive is refused and not touched', () => {
    const workspace = createTemporaryWorkspace()
    trainToTheEnd(workspace)
    const connection = new Connection(workspace.databaseFile)
    connection.execute('PRAGMA user_version = 99')
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    const before = readFileSync(workspace.databaseFile)
    expect(() => openStore(workspace)).toThrow(/written by a newer Receptive \(schema 99/)
    expect(readFileSync(workspace.databaseFile).equals(before)).toBe(true)
  })
})

it('refuses ids that are no runs, and leads nowhere with them', () => {
  const { store } = openStore(createTemporaryWorkspace())
  for (const id of ['../../etc', '', '20261123-190143-512-k3x9q2']) {
    expect(() => store.getHistory(id)).toThrow(/There is no run/)
    expect(() => store.getRunFolder(id)).toThrow(/There is no run/)
  }
})

it('reads a run of the list anew only when it has changed', () => {
  const workspace = createTemporaryWorkspace()
  const { store } = openStore(workspace)
  const [first, second] = [createRun(store), createRun(store)]
  for (const { id } of [first, second]) store.markInterrupted(id, 'It ended.')
  const before = store.listRuns()
  const { store: other } = openStore(workspace)
  other.renameRun(first.id, 'renamed elsewhere')
  const after = store.listRuns()
  expect(after.map(({ name }) => name)).toEqual([second.name, 'renamed elsewhere'])
  expect(after.map((record, index) => record === before[index])).toEqual([true, false])
})

it('says which folder cannot be written', () => {
  const workspace = createTemporaryWorkspace()
  const { store } = openStore(workspace)
  rmSync(workspace.runsFolder, { recursive: true })
  writeFileSync(workspace.runsFolder, '')
  expect(() => createRun(store)).toThrow(
    /The run cannot be stored in .*runs.*: a part of its path is a file/
  )
  expect(store.listRuns()).toEqual([])
})

it('stores a new run although somebody has deleted the folder of all runs', () => {
  const workspace = createTemporaryWorkspace()
  const { store, warnings } = openStore(workspace)
  const lost = createRun(store)
  rmSync(workspace.runsFolder, { recursive: true })
  store.applyChange(change(lost, 'failed', { reason: 'The folder of this run was deleted.' }))
  const run = createRun(store)
  expect(readRunFile(store, run.id)).toEqual(run)
  expect(store.listRuns().map(({ id }) => id)).toEqual([run.id, lost.id])
  expect(warnings).toEqual([])
  store.close()
  expect(
    openStore(workspace)
      .store.listRuns()
      .map(({ id }) => id)
  ).toEqual([run.id])
})

it('puts a run after the newest one although the clock was set back, and lets it end after it began', () => {
  const { store } = openStore(createTemporaryWorkspace())
  const clock = vi.spyOn(Date, 'now')
  onTestFinished(() => clock.mockRestore())
  clock.mockReturnValue(Date.parse('2030-01-02T10:00:00Z'))
  const before = createRun(store)
  clock.mockReturnValue(Date.parse('2030-01-01T10:00:00Z'))
  const after = createRun(store)
  expect(store.listRuns().map(({ id }) => id)).toEqual([after.id, before.id])
  store.applyChange(change(before, 'failed', { elapsedMs: 500 }))
  expect(store.getRun(before.id).endedAt).toBe(before.createdAt + 500)
})

function readRunFile(store: RunStore, id: string) {
  const text = readFileSync(join(store.getRunFolder(id), 'run.json'), 'utf8')
  return runFileSchema.parse(JSON.parse(text)).record
}

function databaseOf(store: RunStore, id: string): string {
  return join(store.getRunFolder(id), '../../receptive.sqlite')
}

function removeDatabase(file: string): string {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  return file
}

/** A run that went from start to finish, its store closed. */
function trainToTheEnd(workspace: Workspace) {
  const store = new RunStore(workspace, { warn: () => {} })
  const run = createRun(store)
  store.applyChange(change(run, 'training'))
  const batches = [1, 2, 3, 4, 5].map((seq) => stepBatch(run.id, seq))
  writeLog(store.getRunFolder(run.id), ...batches)
  for (const batch of batches) store.appendMetrics(batch)
  store.applyChange(change(run, 'evaluating', { stepsDone: 50, elapsedMs: 250 }))
  store.applyChange(change(run, 'finished', { stepsDone: 50, elapsedMs: 250 }))
  const result = { record: store.getRun(run.id), history: store.getHistory(run.id) }
  store.close()
  const connection = new Connection(workspace.databaseFile)
  connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  connection.close()
  return result
}

/** The id of a run whose process was killed after seven batches, of which three had reached the index. */
function trainInProcessThatIsKilled(workspace: Workspace, trainer?: { pid: number }): string {
  const own = new RunStore(workspace, { warn: () => {} })
  const run = createRun(own)
  own.applyChange(change(run, 'training'))
  for (const seq of [1, 2, 3]) own.appendMetrics(stepBatch(run.id, seq))
  own.close()
  const batches = [1, 2, 3, 4, 5, 6, 7].map((seq) => stepBatch(run.id, seq))
  writeLog(join(workspace.runsFolder, run.id), ...batches)
  giveToDeadProcess(workspace, run.id, trainer)
  return run.id
}

/** Makes a process that has ended the owner of the run, as if it had started it. */
function giveToDeadProcess(workspace: Workspace, runId: string, trainer?: { pid: number }): void {
  const { pid } = spawnSync(process.execPath, ['--version'])
  const owner = {
    pid,
    startMark: 'a boot ago',
    ...(trainer && { trainer: describeProcess(trainer.pid) })
  }
  const file = join(workspace.runsFolder, runId, 'run.json')
  const run = runFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(file, JSON.stringify({ ...run, owner }))
  const connection = new Connection(workspace.databaseFile)
  connection.run('UPDATE runs SET owner = ? WHERE id = ?', [JSON.stringify(owner), runId])
  connection.close()
}
