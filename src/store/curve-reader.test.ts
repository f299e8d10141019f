import { describe, expect, it, vi } from 'vitest'
import type { CurveRequest } from '@shared/curves/curve-request'
import { unpackCurves } from '@shared/curves/pack'
import type { MetricBatch } from '@shared/metrics'
import { CurveReader } from './curve-reader'
import type { RunStore } from './run-store'
import { change, createRun, createTemporaryWorkspace, openStore, stepBatch } from './testing'

const request: CurveRequest = {
  runIds: [],
  series: ['train/loss'],
  scope: 'step',
  x: 'step',
  range: null,
  isLogX: false,
  columns: 100_000,
  smoothing: 0
}

async function read(store: RunStore, changes: Partial<CurveRequest>) {
  const curves = await new CurveReader(store).read({ ...request, ...changes })
  return unpackCurves(curves)
}

function epochBatch(
  runId: string,
  seq: number,
  step: number,
  columns: Record<string, number>
): MetricBatch {
  return {
    runId,
    seq,
    scope: 'epoch',
    steps: Float64Array.of(step),
    elapsedMs: Float64Array.of(step * 5),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, Float64Array.of(value)])
    )
  }
}

/** Two epochs of ten steps; validation after each. */
function createTrainedRun(store: RunStore): string {
  const { id } = createRun(store)
  store.appendMetrics(stepBatch(id, 1))
  store.appendMetrics(epochBatch(id, 2, 10, { 'train/loss': 0.5, 'train/accuracy': 0.6 }))
  store.appendMetrics(epochBatch(id, 3, 10, { 'validation/loss': NaN, 'validation/accuracy': 0.5 }))
  store.appendMetrics({ ...stepBatch(id, 2), seq: 4 })
  store.appendMetrics(epochBatch(id, 5, 20, { 'train/loss': 0.4, 'train/accuracy': 0.7 }))
  return id
}

describe('curves out of the store', () => {
  it('hold all steps of several runs, those of a run at work included', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const [one, other] = [createRun(store), createRun(store)]
    for (let seq = 1; seq <= 300; seq++) store.appendMetrics(stepBatch(one.id, seq))
    store.applyChange(change(one, 'training'))
    store.appendMetrics(stepBatch(other.id, 1))
    const curves = await read(store, { runIds: [one.id, 'gone', other.id] })
    expect(curves.map(({ runId, count }) => [runId, count])).toEqual([
      [one.id, 3000],
      [other.id, 10]
    ])
    curves[0]?.raw.x.forEach((step, row) => expect(curves[0]?.raw.y[row]).toBe(1 / step))
    expect(curves[0]?.best).toEqual({ x: 3000, y: 1 / 3000 })
  })

  it('of an ended run are read from the index once, and again after it has changed', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const run = createRun(store)
    store.appendMetrics(stepBatch(run.id, 1))
    store.applyChange(change(run, 'stopped'))
    const reader = new CurveReader(store)
    const readColumns = vi.spyOn(store, 'readColumns')
    const countPoints = async (range: [number, number] | null) =>
      unpackCurves(await reader.read({ ...request, runIds: [run.id], range }))[0]?.count
    expect([await countPoints(null), await countPoints([2, 5])]).toEqual([10, 10])
    expect(readColumns).toHaveBeenCalledTimes(1)
    const getEvents = vi.spyOn(store, 'getEvents')
    expect(await countPoints(null), 'the way back from a zoom').toBe(10)
    expect(getEvents).not.toHaveBeenCalled()
    store.renameRun(run.id, 'another name')
    expect(await countPoints(null)).toBe(10)
    expect(readColumns).toHaveBeenCalledTimes(2)
  })

  it('draw per epoch what is measured once an epoch, with a real NaN and without fillers', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const id = createTrainedRun(store)
    const names = ['train/loss', 'validation/loss', 'validation/accuracy'] as const
    const curves = await read(store, { runIds: [id], series: [...names], smoothing: 0.9 })
    const byName = Object.fromEntries(curves.map((curve) => [curve.series, curve]))
    expect(byName['train/loss']?.raw.x.length).toBe(20)
    expect(byName['train/loss']?.smooth).not.toBeNull()
    expect(Array.from(byName['validation/loss']?.raw.x ?? [])).toEqual([10])
    expect(Array.from(byName['validation/loss']?.raw.y ?? [])).toEqual([NaN])
    expect(Array.from(byName['validation/accuracy']?.raw.y ?? [])).toEqual([0.5])
    expect(byName['validation/accuracy']?.smooth).toBeNull()
    const [perEpoch] = await read(store, { runIds: [id], scope: 'epoch', x: 'epoch' })
    expect(Array.from(perEpoch?.raw.x ?? [])).toEqual([1, 2])
    expect(Array.from(perEpoch?.raw.y ?? [])).toEqual([0.5, 0.4])
  })

  it('stand over epochs, seconds, examples and another metric', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const id = createTrainedRun(store)
    const firstX = async (changes: Partial<CurveRequest>): Promise<number | undefined> =>
      (await read(store, { runIds: [id], ...changes }))[0]?.raw.x[4]
    expect(await firstX({ x: 'epoch' })).toBeCloseTo(0.5, 12)
    expect(await firstX({ x: 'time' })).toBeCloseTo(0.025, 12)
    const { batchSize } = store.getExperiment(id).training
    expect(await firstX({ x: 'examples' })).toBe(5 * batchSize)
    const [curve] = await read(store, {
      runIds: [id],
      scope: 'epoch',
      series: ['train/loss'],
      x: 'train/accuracy'
    })
    expect(Array.from(curve?.raw.x ?? [])).toEqual([0.6, 0.7])
  })

  it('leave the event loop its turns while they are read', async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const runs = Array.from({ length: 12 }, () => createRun(store))
    for (const { id } of runs) {
      for (let seq = 1; seq <= 4; seq++) store.appendMetrics(stepBatch(id, seq, 5000))
    }
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    await read(store, { runIds: runs.map(({ id }) => id), columns: 800, smoothing: 0.9 })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(1)
  })
})
