import { describe, expect, it } from 'vitest'
import type { MetricBatch } from '@shared/metrics'
import { createRunMetrics, type RunMetrics } from '../stores/run-metrics'
import { accuracyCurve } from './accuracy-curve'
import { createRun } from '../fixtures/test-app'
import { computeYRange, createCurveBuilder, getNewestValue } from './curve-lines'
import { createLineage, findAncestry, findExtent, type Lineage } from './lineage'

/** Four steps, two epochs of two steps, validated after each. */
function createRunOfTwoEpochs(): Lineage {
  return createLineage([createRun()], fillRunOfTwoEpochs)
}

function fillRunOfTwoEpochs(runId = 'run-1'): RunMetrics {
  const run = createRunMetrics(runId)
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

describe('learning curves of a run that goes on from another one', () => {
  const parent = createRun({ id: 'parent', color: 2 })
  const child = createRun({
    id: 'child',
    color: 5,
    origin: { runId: 'parent', step: 3, epochsDone: 1 }
  })

  /** Takes over after step 3 of four, in the middle of the second epoch: steps 4 to 6, epochs 2 and 3. */
  function fillChild(): RunMetrics {
    const run = createRunMetrics('child')
    run.take({
      runId: 'child',
      seq: 1,
      scope: 'step',
      steps: Float64Array.of(4, 5, 6),
      elapsedMs: Float64Array.of(1, 2, 3),
      columns: { 'train/accuracy': Float64Array.of(0.8, 0.85, 0.9) }
    })
    run.take({
      runId: 'child',
      seq: 2,
      scope: 'epoch',
      steps: Float64Array.of(4, 6),
      elapsedMs: Float64Array.of(1, 3),
      columns: { 'train/accuracy': Float64Array.of(0.75, 0.88) }
    })
    return run
  }

  const lineage = createLineage([parent, child], (id) =>
    id === 'child' ? fillChild() : fillRunOfTwoEpochs(id)
  )

  it('end where the child took over, in the colour of the parent, and begin there in its own', () => {
    const builder = createCurveBuilder(accuracyCurve)
    const train = builder
      .build(lineage, { ...options, smoothing: 0 })
      .filter(({ part }) => part === 'train')
    expect(train.map(({ colorSlot, isInherited }) => [colorSlot, isInherited])).toEqual([
      [2, true],
      [5, false]
    ])
    expect(train.map(({ points }) => points.map(({ x, y }) => [x, y]))).toEqual([
      [
        [1, 0.1],
        [2, 0.3],
        [3, 0.5]
      ],
      [
        [3, 0.5],
        [4, 0.8],
        [5, 0.85],
        [6, 0.9]
      ]
    ])
  })

  it('are smoothed through the fork as if they were one', () => {
    const smoothed = createCurveBuilder(accuracyCurve)
      .build(lineage, options)
      .filter(({ part, kind }) => part === 'train' && kind === 'line')
    // The average with weight 0.5 over 0.1, 0.3, 0.5, 0.8, each divided by 1 - 0.5^n.
    const expected = [0.05 / 0.5, 0.175 / 0.75, 0.3375 / 0.875, 0.56875 / 0.9375]
    const meeting = smoothed[0]?.points.at(-1)
    expect(smoothed[1]?.points[0]).toEqual(meeting)
    expect(meeting?.y).toBeCloseTo(expected[2] ?? NaN, 12)
    expect(smoothed[1]?.points[1]?.y).toBeCloseTo(expected[3] ?? NaN, 12)
  })

  it('count epochs on, without those that the parent did after the fork', () => {
    const lines = createCurveBuilder(accuracyCurve).build(lineage, { ...options, scope: 'epoch' })
    expect(lines.map(({ part, points }) => [part, points.map(({ x, y }) => [x, y])])).toEqual([
      ['train', [[1, 0.2]]],
      [
        'train',
        [
          [1, 0.2],
          [2, 0.75],
          [3, 0.88]
        ]
      ],
      ['validation', [[1, 0.25]]]
    ])
  })

  it('have the extent of both together', () => {
    expect(findExtent(lineage, 'step', ['train/accuracy'])).toEqual({
      points: 6,
      first: 1,
      last: 6
    })
  })

  it('name the value at the fork until the child has one of its own', () => {
    const young = createLineage([parent, child], (id) =>
      id === 'child' ? createRunMetrics(id) : fillRunOfTwoEpochs(id)
    )
    expect(getNewestValue(young, 'train', 'accuracy', 'step')).toBe(0.5)
    expect(getNewestValue(lineage, 'train', 'accuracy', 'step')).toBe(0.9)
  })

  it('begin with the oldest run that is still there', () => {
    const grandchild = createRun({
      id: 'grandchild',
      origin: { runId: 'child', step: 5, epochsDone: 2 }
    })
    const get = (id: string) => [child, grandchild].find((run) => run.id === id) ?? null
    expect(findAncestry(grandchild, get).map(({ id }) => id)).toEqual(['child', 'grandchild'])
  })
})
