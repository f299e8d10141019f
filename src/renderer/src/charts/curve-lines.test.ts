import { describe, expect, it } from 'vitest'
import type { MetricBatch } from '@shared/metrics'
import { createRunMetrics, type RunMetrics } from '../stores/run-metrics'
import { accuracyCurve } from './accuracy-curve'
import { computeYRange, createCurveBuilder, getNewestValue } from './curve-lines'

/** Four steps, two epochs of two steps, validated after each. */
function createRunOfTwoEpochs(): RunMetrics {
  const run = createRunMetrics('run-1')
  const batch = (seq: number, changes: Partial<MetricBatch>): MetricBatch => ({
    runId: 'run-1',
    seq,
    scope: 'step',
    steps: Float64Array.of(1, 2, 3, 4),
    elapsedMs: Float64Array.of(1, 2, 3, 4),
    columns: {},
    ...changes
  })
  run.take(batch(1, { columns: { 'train/accuracy': Float64Array.of(0.1, 0.3, 0.5, 0.7) } }))
  run.take(
    batch(2, {
      scope: 'epoch',
      steps: Float64Array.of(2, 4),
      elapsedMs: Float64Array.of(2, 4),
      columns: {
        'train/accuracy': Float64Array.of(0.2, 0.6),
        'validation/accuracy': Float64Array.of(0.25, 0.55)
      }
    })
  )
  return run
}

const options = { scope: 'step', smoothing: 0.5, widthPx: 400 } as const

describe('learning curves', () => {
  it('draws per step a faint raw line, a smooth one over it, and validation at the end of its epochs', () => {
    const lines = createCurveBuilder(accuracyCurve).build(createRunOfTwoEpochs(), options)
    expect(lines.map(({ part, kind }) => `${part} ${kind}`)).toEqual([
      'train raw',
      'train line',
      'validation line'
    ])
    expect(lines[2]?.points.map(({ x }) => x)).toEqual([2, 4])
  })

  it('draws no raw line behind an unsmoothed one', () => {
    const run = createRunOfTwoEpochs()
    const lines = createCurveBuilder(accuracyCurve).build(run, { ...options, smoothing: 0 })
    expect(lines.map(({ kind }) => kind)).toEqual(['line', 'line'])
    expect(lines[0]?.points.map(({ y }) => y)).toEqual([0.1, 0.3, 0.5, 0.7])
  })

  it('draws per epoch one point an epoch, counted from 1', () => {
    const run = createRunOfTwoEpochs()
    const [train] = createCurveBuilder(accuracyCurve).build(run, { ...options, scope: 'epoch' })
    expect(train?.points).toEqual([
      { x: 1, y: 0.2 },
      { x: 2, y: 0.6 }
    ])
  })

  it('draws training solid and validation dashed', () => {
    const lines = createCurveBuilder(accuracyCurve).build(createRunOfTwoEpochs(), options)
    for (const { part, dash } of lines) expect(dash.length > 0).toBe(part === 'validation')
  })

  it('names the newest values for the legend', () => {
    const run = createRunOfTwoEpochs()
    expect(getNewestValue(run, 'train', 'accuracy', 'step')).toBe(0.7)
    expect(getNewestValue(run, 'validation', 'accuracy', 'step')).toBe(0.55)
    expect(getNewestValue(run, 'test', 'accuracy', 'step')).toBeNull()
  })

  it('keeps the axis inside of what the metric can be', () => {
    const lines = createCurveBuilder(accuracyCurve).build(createRunOfTwoEpochs(), options)
    const { min, max } = computeYRange(lines, 'accuracy')
    expect(min).toBeGreaterThanOrEqual(0)
    expect(max).toBeGreaterThan(0.7)
    expect(max).toBeLessThanOrEqual(1)
  })
})
