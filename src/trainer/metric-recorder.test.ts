import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeMetricLog } from '@shared/metric-log'
import { mergeBatches } from '@shared/metric-tables'
import type { MetricBatch } from '@shared/metrics'
import { createMetricRecorder, type MetricRecorder } from './metric-recorder'

let folder: string
let batches: MetricBatch[]
let recorder: MetricRecorder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-recorder-'))
  batches = []
  recorder = createMetricRecorder({ runId: 'run', folder, onBatch: (batch) => batches.push(batch) })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the metric recorder', () => {
  it('writes every row to the log before it sends it', () => {
    recorder.log('step', row(1, { 'train/loss': 2 }))
    expect(readLog().batches).toEqual(batches)
    expect(batches).toHaveLength(1)
    recorder.close()
  })

  it('gathers rows that follow each other quickly into one batch within 50 ms or so', async () => {
    for (let step = 1; step <= 5; step++) recorder.log('step', row(step, { 'train/loss': step }))
    expect(batches.map((batch) => [...batch.steps])).toEqual([[1]])
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(batches.map((batch) => [...batch.steps])).toEqual([[1], [2, 3, 4, 5]])
    recorder.close()
  })

  it('sends at the latest after 256 rows, numbers batches without gaps and loses nothing', () => {
    for (let step = 1; step <= 1000; step++) recorder.log('step', row(step, { 'train/loss': step }))
    recorder.close()
    expect(Math.max(...batches.map((batch) => batch.steps.length))).toBeLessThanOrEqual(256)
    expect(batches.map((batch) => batch.seq)).toEqual(batches.map((_, index) => index + 1))
    const [table] = mergeBatches(readLog().batches)
    expect(table?.columns['train/loss']).toEqual(
      Float64Array.from({ length: 1000 }, (_, index) => index + 1)
    )
  })

  it('never mixes rows of different columns or scopes in one batch', () => {
    recorder.log('step', row(1, { 'train/loss': 1 }))
    recorder.log('step', row(2, { 'train/loss': 1 }))
    recorder.log('step', row(3, { 'train/loss': 1, 'train/accuracy': 1 }))
    recorder.log('epoch', row(3, { 'train/loss': 1 }))
    recorder.close()
    expect(batches.map((batch) => [batch.scope, ...Object.keys(batch.columns)])).toEqual([
      ['step', 'train/loss'],
      ['step', 'train/loss'],
      ['step', 'train/loss', 'train/accuracy'],
      ['epoch', 'train/loss']
    ])
  })

  it('names the file when it cannot be written', () => {
    const absent = join(folder, 'absent')
    expect(() =>
      createMetricRecorder({ runId: 'run', folder: absent, onBatch: () => undefined })
    ).toThrow(/absent.metrics\.log could not be written/)
  })
})

function row(step: number, values: Parameters<MetricRecorder['log']>[1]['values']) {
  return { step, elapsedMs: step * 10, values }
}

function readLog() {
  return decodeMetricLog(readFileSync(join(folder, 'metrics.log')), 'run')
}
