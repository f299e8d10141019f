import { describe, expect, it, vi } from 'vitest'
import type { MetricBatch, RunHistory } from '@shared/metrics'
import { createRun, createTestApp } from '../fixtures/test-app'
import { useMessagesStore } from './messages'
import { useMetricsStore } from './metrics'
import type { RunMetrics } from './run-metrics'
import { useRunsStore } from './runs'

/** Batch `seq` holds the ten steps that end at `10 * seq`; the loss at a step is the step. */
function createBatch(seq: number): MetricBatch {
  const steps = Float64Array.from({ length: 10 }, (_, index) => (seq - 1) * 10 + index + 1)
  return {
    runId: 'run-1',
    seq,
    scope: 'step',
    steps,
    elapsedMs: steps.slice(),
    columns: { 'train/loss': steps.slice() }
  }
}

function createHistory(seq: number): RunHistory {
  const steps = Float64Array.from({ length: seq * 10 }, (_, index) => index + 1)
  return {
    runId: 'run-1',
    seq,
    tables: [
      {
        scope: 'step',
        steps,
        elapsedMs: steps.slice(),
        columns: { 'train/loss': steps.slice() }
      }
    ]
  }
}

const stepsOf = (run: RunMetrics): number[] => [
  ...(run.series('step', 'train/loss')?.steps.view() ?? [])
]
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

describe('metrics of a run', () => {
  it('grow with each batch of a run that began under this window, without reading a history', () => {
    const getRunHistory = vi.fn()
    createTestApp({ getRunHistory })
    const metrics = useMetricsStore()
    for (const seq of [1, 2, 3]) metrics.take(createBatch(seq))
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(30))
    expect(getRunHistory).not.toHaveBeenCalled()
  })

  it('join what was stored before a reload with what arrives after it, no step missing and none double', async () => {
    let answer: (history: RunHistory) => void = () => {}
    const history = new Promise<RunHistory>((resolve) => (answer = resolve))
    createTestApp({ getRunHistory: () => history })
    const metrics = useMetricsStore()
    const caughtUp = metrics.catchUp('run-1', 4)
    // Live batches while the history is on its way; it will hold the first two of them already.
    for (const seq of [5, 6, 7, 8]) metrics.take(createBatch(seq))
    answer(createHistory(6))
    await caughtUp
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(80))
  })

  it('read the history again when a batch is missing', async () => {
    const getRunHistory = vi.fn(() => createHistory(5))
    createTestApp({ getRunHistory })
    const metrics = useMetricsStore()
    metrics.take(createBatch(1))
    metrics.take(createBatch(5))
    await vi.waitFor(() => expect(metrics.open('run-1').seq).toBe(5))
    metrics.take(createBatch(6))
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(60))
    expect(getRunHistory).toHaveBeenCalledOnce()
  })

  it('ask again while main has not heard of the missing batches itself', async () => {
    let storedSeq = 1
    const getRunHistory = vi.fn(() => createHistory(storedSeq++))
    createTestApp({ getRunHistory })
    const metrics = useMetricsStore()
    await metrics.catchUp('run-1', 3)
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(30))
    expect(getRunHistory).toHaveBeenCalledTimes(3)
  })

  it('are not set back by a history that is older than they are', async () => {
    createTestApp({ getRunHistory: () => createHistory(1) })
    const metrics = useMetricsStore()
    for (const seq of [1, 2, 3]) metrics.take(createBatch(seq))
    await metrics.catchUp('run-1').catch(() => {})
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(30))
  })

  it('ignore a batch that comes twice', () => {
    createTestApp()
    const metrics = useMetricsStore()
    for (const seq of [1, 2, 2, 1]) metrics.take(createBatch(seq))
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(20))
  })

  it('change their version with every batch, so that charts know', () => {
    createTestApp()
    const metrics = useMetricsStore()
    metrics.take(createBatch(1))
    const before = metrics.open('run-1').version.value
    metrics.take(createBatch(2))
    expect(metrics.open('run-1').version.value).toBeGreaterThan(before)
  })

  it('put the training and the validation value of one epoch at one step', async () => {
    const table = {
      scope: 'epoch' as const,
      steps: Float64Array.of(391, 391, 782),
      elapsedMs: Float64Array.of(1, 2, 3),
      columns: {
        'train/loss': Float64Array.of(1.5, NaN, 1.2),
        'validation/loss': Float64Array.of(NaN, 1.6, 1.4)
      }
    }
    createTestApp({ getRunHistory: () => ({ runId: 'run-1', seq: 3, tables: [table] }) })
    const metrics = useMetricsStore()
    await metrics.catchUp('run-1')
    const run = metrics.open('run-1')
    expect([...(run.series('epoch', 'train/loss')?.values.view() ?? [])]).toEqual([1.5, 1.2])
    expect([...(run.series('epoch', 'validation/loss')?.values.view() ?? [])]).toEqual([1.6, 1.4])
  })

  it('say why a history could not be read', async () => {
    createTestApp({
      getRunHistory() {
        throw new Error('metrics.log cannot be read: permission denied.')
      }
    })
    useMetricsStore().open('run-1')
    const messages = useMessagesStore()
    await vi.waitFor(() => expect(messages.messages[0]?.text).toContain('permission denied'))
  })

  it('of a run that goes on begin anew at its checkpoint, without a step that was taken back', async () => {
    let stored = createHistory(5)
    const run = createRun({ state: 'interrupted' })
    const { emit } = createTestApp({ getRunHistory: () => stored, listRuns: () => [run] })
    await useRunsStore().load()
    const metrics = useMetricsStore()
    await metrics.catchUp('run-1')
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(50))
    const before = metrics.forgottenCount

    emit('onDidChangeRun', { ...run, state: 'preparing' })
    stored = createHistory(3)
    // The live port is quicker than main: batch 4 of what is trained now comes before the word that it trains.
    metrics.take(createBatch(4))
    emit('onDidChangeRun', { ...run, state: 'training' })
    expect(metrics.forgottenCount).toBeGreaterThan(before)
    await metrics.catchUp('run-1')
    expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(30))
    stored = createHistory(4)
    metrics.take(createBatch(5))
    await vi.waitFor(() => expect(stepsOf(metrics.open('run-1'))).toEqual(oneTo(50)))
  })
})
