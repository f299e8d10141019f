import { describe, expect, it } from 'vitest'
import type { MetricTable } from './metrics'
import { computeMsPerStep, summarizeMetrics } from './summarize-metrics'

function table(
  scope: MetricTable['scope'],
  steps: number[],
  columns: Record<string, number[]>
): MetricTable {
  return {
    scope,
    steps: Float64Array.from(steps),
    elapsedMs: Float64Array.from(steps, (step) => step * 5),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)])
    )
  }
}

describe('the summary of a series', () => {
  it('is by the direction in which the metric is better, of equal values the first', () => {
    const epochs = table('epoch', [10, 20, 30, 40], {
      'train/loss': [3, 1, 1, 2],
      'validation/accuracy': [0.2, 0.7, 0.6, 0.7]
    })
    expect(summarizeMetrics([epochs])).toEqual({
      'train/loss': { last: 2, lastStep: 40, best: 1, bestStep: 20, bestEpoch: 2 },
      'validation/accuracy': { last: 0.7, lastStep: 40, best: 0.7, bestStep: 20, bestEpoch: 2 }
    })
  })

  it('knows no infinite best, whichever way is better, and none at all of a series without a finite value', () => {
    const epochs = table('epoch', [10, 20, 30], {
      'train/loss': [2, -Infinity, Infinity],
      'train/accuracy': [NaN, 0.3, Infinity],
      'validation/accuracy': [0.5, 0.1, NaN],
      'validation/loss': [NaN, Infinity, NaN]
    })
    expect(summarizeMetrics([epochs])).toEqual({
      'train/loss': { last: Infinity, lastStep: 30, best: 2, bestStep: 10, bestEpoch: 1 },
      'train/accuracy': { last: Infinity, lastStep: 30, best: 0.3, bestStep: 20, bestEpoch: 2 },
      'validation/accuracy': { last: 0.1, lastStep: 20, best: 0.5, bestStep: 10, bestEpoch: 1 }
    })
  })

  it('is of epochs where there are some, and else of steps', () => {
    const steps = table('step', [1, 2, 3], {
      'train/loss': [3, 0.1, 2],
      'train/accuracy': [0, 1, 0]
    })
    const epochs = table('epoch', [3], { 'train/loss': [1.7] })
    for (const tables of [
      [steps, epochs],
      [epochs, steps]
    ]) {
      expect(summarizeMetrics(tables)).toEqual({
        'train/loss': { last: 1.7, lastStep: 3, best: 1.7, bestStep: 3, bestEpoch: 1 },
        'train/accuracy': { last: 0, lastStep: 3, best: 1, bestStep: 2, bestEpoch: null }
      })
    }
  })

  it('counts the epochs of the run that it went on from, and two rows of one step as one epoch', () => {
    const epochs = table('epoch', [110, 110, 120], {
      'train/loss': [1, NaN, 2],
      'validation/loss': [NaN, 1, 0.5]
    })
    const summaries = summarizeMetrics([epochs], { epochsBefore: 10 })
    expect(summaries['train/loss']).toMatchObject({ bestEpoch: 11, bestStep: 110 })
    expect(summaries['validation/loss']).toMatchObject({ bestEpoch: 12, bestStep: 120 })
  })
})

describe('the time of a step', () => {
  it('is the median, which one long pause does not change', () => {
    const steps = table('step', [1, 2, 3, 4, 6], {})
    steps.elapsedMs.set([10, 15, 20, 9000, 9010])
    expect(computeMsPerStep([steps])).toBe(5)
  })

  it('is not known of one step, nor of none', () => {
    expect(computeMsPerStep([table('step', [1], {})])).toBeNull()
    expect(computeMsPerStep([table('epoch', [1, 2], {})])).toBeNull()
  })
})
