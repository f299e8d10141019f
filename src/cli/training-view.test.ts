import { expect, it } from 'vitest'
import type { MetricBatch } from '@shared/metrics'
import type { RunProgress } from '@shared/run'
import { createTrainingView } from './training-view'

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

function createStream({ isTTY }: { isTTY: boolean }) {
  const written: string[] = []
  return {
    written,
    stream: {
      isTTY,
      write: (text: string) => written.push(text) > 0
    } as unknown as NodeJS.WriteStream
  }
}

it('writes one line an epoch where no bar can be drawn', () => {
  const { stream, written } = createStream({ isTTY: false })
  const view = createTrainingView(stream)
  view.takeProgress(progress)
  view.takeMetrics(step)
  view.takeMetrics(epoch)
  expect(written).toEqual([
    'Epoch 1/2 - 4 steps - 0:01 312 ms/step - loss: 1.2000 - accuracy: 0.6000 - val_loss: 1.1000 - val_accuracy: 0.6500\n'
  ])
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
