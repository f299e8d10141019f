import { expect, it } from 'vitest'
import { metricKeys, seriesName, type MetricBatch } from '@shared/metrics'
import type { RunProgress } from '@shared/run'
import { createTrainingView, describeProgress } from './training-view'

const progress: RunProgress = {
  runId: 'r',
  phase: 'training',
  epoch: 1,
  epochs: 2,
  step: 2,
  stepsPerEpoch: 4,
  globalStep: 2,
  msPerStep: 312.4,
  elapsedMs: 700,
  remainingMs: 62_000
}

const step: MetricBatch = {
  runId: 'r',
  seq: 1,
  scope: 'step',
  steps: Float64Array.of(1, 2),
  elapsedMs: Float64Array.of(300, 700),
  columns: { 'train/loss': Float64Array.of(2, 1), 'train/accuracy': Float64Array.of(0.25, 0.75) }
}

const epoch: MetricBatch = {
  runId: 'r',
  seq: 2,
  scope: 'epoch',
  steps: Float64Array.of(4),
  elapsedMs: Float64Array.of(1400),
  columns: {
    'train/loss': Float64Array.of(1.2),
    'train/accuracy': Float64Array.of(0.6),
    'validation/loss': Float64Array.of(1.1),
    'validation/accuracy': Float64Array.of(0.65)
  }
}

/** An epoch of a run that records every metric. */
const fullEpoch: MetricBatch = {
  ...epoch,
  columns: Object.fromEntries(
    (['train', 'validation'] as const).flatMap((part) =>
      metricKeys.map((key, index) => [seriesName(part, key), Float64Array.of(0.9 - index / 10)])
    )
  )
}

function createStream({ isTTY, columns }: { isTTY: boolean; columns?: number }) {
  const written: string[] = []
  return {
    written,
    stream: {
      isTTY,
      columns,
      write: (text: string) => written.push(text) > 0
    } as unknown as NodeJS.WriteStream
  }
}

it('writes an epoch where no bar can be drawn, with the validation part below', () => {
  const { stream, written } = createStream({ isTTY: false })
  const view = createTrainingView(stream)
  view.takeProgress(progress)
  view.takeMetrics(step)
  view.takeMetrics(epoch)
  expect(written).toEqual([
    'Epoch 1/2 - 4 steps - 0:01 312 ms/step - loss: 1.2000 - accuracy: 0.6000\n  val_loss: 1.1000 - val_accuracy: 0.6500\n'
  ])
})

it('writes an epoch on one line where it fits', () => {
  const { stream, written } = createStream({ isTTY: true, columns: 140 })
  const view = createTrainingView(stream)
  view.takeProgress({ ...progress, phase: 'validating' })
  view.takeMetrics(epoch)
  expect(written.at(-1)).toBe(
    '4/4 ━━━━━━━━━━━━━━━━━━━━━━━━ 0:01 312 ms/step - loss: 1.2000 - accuracy: 0.6000 - val_loss: 1.1000 - val_accuracy: 0.6500\n'
  )
})

it('writes every metric there is within 100 columns', () => {
  const { stream, written } = createStream({ isTTY: false })
  const view = createTrainingView(stream)
  view.takeProgress(progress)
  view.takeMetrics(fullEpoch)
  const lines = written.join('').trimEnd().split('\n')
  expect(lines).toEqual([
    'Epoch 1/2 - 4 steps - 0:01 312 ms/step - loss: 0.9000 - accuracy: 0.8000 - top-5 accuracy: 0.7000',
    '  precision: 0.6000 - recall: 0.5000 - f1: 0.4000 - auc: 0.3000',
    '  val_loss: 0.9000 - val_accuracy: 0.8000 - val_top-5 accuracy: 0.7000 - val_precision: 0.6000',
    '  val_recall: 0.5000 - val_f1: 0.4000 - val_auc: 0.3000'
  ])
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
})

it('keeps the bar on one line of the terminal, however many metrics there are', () => {
  const values = { 'train/loss': 1.5, 'train/accuracy': 0.5, 'train/topKAccuracy': 0.9 }
  const late = { ...progress, step: 1213, stepsPerEpoch: 1563 }
  const bars = [60, 80, 100, 120].map((columns) => describeProgress(late, values, columns))
  expect(bars.map(({ length }, index) => length <= 60 + 20 * index)).toEqual([
    true,
    true,
    true,
    true
  ])
  expect(bars[2]).toMatch(/ms\/step - loss: 1\.5000 - accuracy: 0\.5000$/)
  expect(bars[3]).toMatch(/ - top-5 accuracy: 0\.9000$/)
})

it('draws a bar with the means of the epoch so far on a terminal', () => {
  const { stream, written } = createStream({ isTTY: true })
  const view = createTrainingView(stream)
  view.takeMetrics(step)
  view.takeProgress(progress)
  expect(written.join('')).toBe(
    'Epoch 1/2\n\r\u001b[2K2/4 ━━━━━━━━━━━━──────────── 1:02 left 312 ms/step - loss: 1.5000 - accuracy: 0.5000'
  )
})

it('draws at most ten bars a second, and always the last one of an epoch', () => {
  let time = 0
  const { stream, written } = createStream({ isTTY: true })
  const view = createTrainingView(stream, () => time)
  for (let done = 0; done <= 4; done++) {
    view.takeProgress({ ...progress, step: done })
    time += 10
  }
  expect(written.filter((text) => text.includes('ms/step'))).toHaveLength(2)
  expect(written.at(-1)).toContain('4/4')
})

it('keeps the values of each epoch for the JSON result', () => {
  const view = createTrainingView(createStream({ isTTY: false }).stream)
  view.takeMetrics(epoch)
  expect(view.epochs).toEqual([
    {
      epoch: 1,
      steps: 4,
      loss: 1.2,
      accuracy: 0.6,
      val_loss: 1.1,
      val_accuracy: 0.65,
      elapsedMs: 1400
    }
  ])
})
