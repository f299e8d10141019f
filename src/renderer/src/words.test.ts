import { describe, expect, it } from 'vitest'
import type { RunProgress } from '@shared/run'
import { computeModelRows, computeModelTotals, formatMultiplyAdds } from './model-rows'
import { analyzeExperiment } from './experiment-analysis'
import { createExperiment, createRun } from './fixtures/test-app'
import { describeProgress } from './progress-words'
import { describeBranch, describeState, describeTest, newestScore } from './run-words'
import { describeLostRun } from './trainer-words'

const progress: RunProgress = {
  runId: 'run-1',
  phase: 'training',
  epoch: 3,
  epochs: 10,
  step: 213,
  stepsPerEpoch: 391,
  globalStep: 995,
  msPerStep: 312,
  elapsedMs: 310_000,
  remainingMs: 900_000
}

describe('progress in words', () => {
  it('names epoch and step', () => {
    const { title, detail, fraction } = describeProgress(progress)
    expect(`${title} · ${detail}`).toBe('Epoch 3 of 10 · step 213 / 391')
    expect(fraction).toBeCloseTo((2 + 213 / 391) / 10, 9)
  })

  it('names the other phases', () => {
    const inPhase = (phase: RunProgress['phase']): string =>
      Object.values(describeProgress({ ...progress, phase })).join(' ')
    expect(inPhase('preparing')).toContain('Preparing')
    expect(inPhase('validating')).toContain('validating 213 / 391')
    expect(inPhase('testing')).toContain('Testing')
  })
})

describe('a run in words', () => {
  it('says how far it is or came', () => {
    expect(describeState(createRun())).toBe('finished · 10 epochs')
    expect(describeBranch(createRun())).toBe('finished · 10 epochs')
    const origin = { runId: 'parent', step: 6300, epochsDone: 10 }
    expect(describeBranch(createRun({ origin }))).toBe('finished · from step 6,300')
    expect(describeState(createRun({ state: 'training', epochsDone: 2 }))).toBe(
      'training · epoch 3 of 10'
    )
    expect(describeState(createRun({ state: 'stopped', epochsDone: 4 }))).toBe(
      'stopped · 4 of 10 epochs'
    )
  })

  it('gives the test result as a sentence', () => {
    const test = { accuracy: 0.73, loss: 1.1302, examples: 10_000 }
    expect(describeTest(createRun({ test }))).toBe(
      'Test accuracy 0.7300 on 10,000 pictures, loss 1.1302.'
    )
    expect(describeTest(createRun())).toBeNull()
  })

  it('is judged by validation, and by training while there is none', () => {
    const latest = { 'train/accuracy': 0.9, 'validation/accuracy': 0.7 }
    expect(newestScore(createRun({ latest }))).toEqual({ value: 0.7, origin: 'validation' })
    const trained = newestScore(createRun({ latest: { 'train/accuracy': 0.9 } }))
    expect(trained).toEqual({ value: 0.9, origin: 'train' })
  })
})

describe('the loss of a trainer in words', () => {
  const run = createRun({
    reason: 'The trainer stopped: it was killed (SIGKILL).',
    stepsDone: 1204
  })

  it('says why, what is kept and what comes next', () => {
    expect(describeLostRun(run, { kind: 'starting' })).toBe(
      'The trainer stopped: it was killed (SIGKILL). The run "small-cnn" keeps its metrics up to step 1,204. A new trainer is starting.'
    )
  })

  it('says when no new trainer could be started', () => {
    const text = describeLostRun(run, { kind: 'failed', reason: 'Five deaths.' })
    expect(text).toContain('No new trainer could be started.')
  })
})

describe('a model in rows', () => {
  it('shows shapes and parameters as Keras does', () => {
    const result = analyzeExperiment(createExperiment())
    if (result.kind !== 'read') throw new Error(result.reason)
    const rows = computeModelRows('small', result.analysis)
    expect(rows.map(({ outputShape, parameters }) => [outputShape, parameters])).toEqual([
      ['(None, 28, 28, 1)', '0'],
      ['(None, 784)', '0'],
      ['(None, 10)', '7,850']
    ])
    expect(computeModelTotals(result.analysis)[0]).toEqual(['Total params', '7,850 (30.66 KB)'])
  })

  it('writes multiply-adds with three significant digits', () => {
    expect([0, 640, 884_736, 38_860_000].map(formatMultiplyAdds)).toEqual([
      '–',
      '640',
      '885 k',
      '38.9 M'
    ])
  })
})
