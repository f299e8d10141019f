import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunFacts } from '@shared/run-facts'
import { Connection } from './connection'
import type { RunStore } from './run-store'
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

/** A run that ended after `losses`, one an epoch. */
function trainRun(store: RunStore, losses: number[]) {
  const run = createRun(store)
  const batch = {
    ...stepBatch(run.id, 1, losses.length),
    scope: 'epoch' as const,
    columns: { 'train/loss': Float64Array.from(losses) }
  }
  writeLog(store.getRunFolder(run.id), batch)
  store.appendMetrics(batch)
  store.applyChange(change(run, 'stopped', { stepsDone: losses.length }))
  return run
}

/** What the index keeps, changed behind the store's back. */
function changeKept(workspace: Workspace, work: (connection: Connection) => void): void {
  const connection = new Connection(workspace.databaseFile)
  work(connection)
  connection.close()
}

const countKept = (workspace: Workspace) => {
  let rows = 0
  changeKept(workspace, (connection) => (rows = connection.all('SELECT * FROM run_facts').length))
  return rows
}

const getLoss = ([facts]: RunFacts[]) => facts?.metrics['train/loss']

describe('the facts of a run', () => {
  it('are its configuration, its metrics and where it was trained', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = store.createRun({
      experiment: lectureExperiment,
      datasetId: 'cifar10',
      parameters: 1,
      environment: { device: 'cpu', threads: 2 }
    })
    store.appendMetrics(stepBatch(run.id, 1))
    expect(await store.getFacts([run.id])).toEqual([
      {
        runId: run.id,
        config: expect.objectContaining({ 'training.optimizer.kind': 'adam' }),
        metrics: {
          'train/loss': { last: 0.1, lastStep: 10, best: 0.1, bestStep: 10, bestEpoch: null }
        },
        msPerStep: 5,
        device: 'CPU · 2 cores'
      }
    ])
  })

  it('are computed once, and kept through a restart', async () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [2, 1])
    const first = await store.getFacts([run.id])
    store.close()
    // What would be computed now is nothing, so what comes is what was kept.
    rmSync(join(workspace.runsFolder, run.id, 'experiment.json'))
    expect(await openStore(workspace).store.getFacts([run.id])).toEqual(first)
  })

  it('grow with the run, and are those of the newest metrics', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    store.appendMetrics(stepBatch(run.id, 1))
    expect(getLoss(await store.getFacts([run.id]))?.last).toBe(1 / 10)
    store.appendMetrics(stepBatch(run.id, 2))
    expect(getLoss(await store.getFacts([run.id]))?.last).toBe(1 / 20)
  })

  it('are forgotten when a run goes on from an earlier place, even to as many batches', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    for (const seq of [1, 2]) store.appendMetrics(stepBatch(run.id, seq))
    store.applyChange(change(run, 'stopped', { stepsDone: 20 }))
    expect(getLoss(await store.getFacts([run.id]))).toMatchObject({ last: 1 / 20 })
    writeLog(store.getRunFolder(run.id), stepBatch(run.id, 1))
    store.reopenRun(run.id)
    store.reloadRun(run.id)
    store.appendMetrics({
      ...stepBatch(run.id, 2),
      columns: { 'train/loss': new Float64Array(10).fill(7) }
    })
    store.applyChange(change(run, 'training'))
    store.applyChange(change(run, 'stopped', { stepsDone: 20 }))
    expect(getLoss(await store.getFacts([run.id]))).toMatchObject({ last: 7, best: 0.1 })
  })

  it('keep an infinite last value, and no infinite best one', async () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [2, Infinity])
    const expected = { last: Infinity, lastStep: 2, best: 2, bestStep: 1, bestEpoch: 1 }
    expect(getLoss(await store.getFacts([run.id]))).toEqual(expected)
    expect(countKept(workspace)).toBe(1)
    expect(getLoss(await store.getFacts([run.id]))).toEqual(expected)
  })

  it.each([
    ['are gone', 'DELETE FROM run_facts'],
    ['are cut', 'UPDATE run_facts SET facts = substr(facts, 1, 20)'],
    ['are of another form', `UPDATE run_facts SET facts = '{"version":2,"facts":{"runId":7}}'`],
    [
      'are of another version',
      `UPDATE run_facts SET facts = replace(facts, '"version":2', '"version":1')`
    ],
    ['are older', 'UPDATE run_facts SET metric_seq = 0']
  ])('are computed anew when those that were kept %s', async (_fault, sql) => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [2, 1])
    const first = await store.getFacts([run.id])
    changeKept(workspace, (connection) => connection.execute(sql))
    expect(await store.getFacts([run.id])).toEqual(first)
    let text: unknown
    changeKept(
      workspace,
      (connection) => (text = connection.all('SELECT facts FROM run_facts')[0]?.facts)
    )
    expect(JSON.parse(text as string)).toMatchObject({ version: 2, facts: { runId: run.id } })
  })

  it('go with the run', async () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [1])
    await store.getFacts([run.id])
    expect(countKept(workspace)).toBe(1)
    store.discardRun(run.id)
    expect(countKept(workspace)).toBe(0)
    expect(await store.getFacts([run.id])).toEqual([])
  })

  it('of a run that lost its files are what is left of it, and not kept', async () => {
    const workspace = createTemporaryWorkspace()
    const { store, warnings } = openStore(workspace)
    const [run, other] = [trainRun(store, [3]), trainRun(store, [4])]
    rmSync(store.getRunFolder(run.id), { recursive: true })
    const [lost, whole] = await store.getFacts([run.id, other.id])
    expect(lost).toMatchObject({ config: {}, metrics: { 'train/loss': { last: 3 } }, device: null })
    expect(whole?.metrics['train/loss']?.last).toBe(4)
    expect(countKept(workspace)).toBe(1)
    expect(warnings).toEqual([])
  })

  it('come again with an index that is made again', async () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [2, 1])
    const first = await store.getFacts([run.id])
    store.close()
    writeFileSync(workspace.databaseFile, 'no database'.repeat(1000))
    for (const suffix of ['-wal', '-shm']) rmSync(workspace.databaseFile + suffix, { force: true })
    expect(await openStore(workspace).store.getFacts([run.id])).toEqual(first)
  })

  it('are added to an index of the version before', async () => {
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const run = trainRun(store, [2, 1])
    store.close()
    changeKept(workspace, (connection) =>
      connection.execute('DROP TABLE run_facts; PRAGMA user_version = 1')
    )
    const again = openStore(workspace).store
    expect(again.listRuns()).toHaveLength(1)
    expect(getLoss(await again.getFacts([run.id]))).toMatchObject({ best: 1 })
  })

  it('let others work between two runs', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const runs = Array.from({ length: 5 }, () => trainRun(store, [1]))
    let turns = 0
    const count = () => {
      turns++
      if (turns < 100) setImmediate(count)
    }
    setImmediate(count)
    await store.getFacts(runs.map(({ id }) => id))
    expect(turns).toBeGreaterThanOrEqual(4)
  })
})
