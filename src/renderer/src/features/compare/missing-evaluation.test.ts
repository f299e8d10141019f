import { describe, expect, it } from 'vitest'
import { NOT_STORED } from '@shared/evaluation'
import { UNKNOWN_DATASET, type RunRecord } from '@shared/run'
import { createRun } from '../../fixtures/test-app'
import type { EvaluationState } from '../../stores/evaluations'
import { canEvaluate, describeMissing } from './missing-evaluation'

const run = (
  changes: Partial<RunRecord> = {},
  state: EvaluationState | null = { kind: 'none' }
) => ({
  record: createRun({ name: 'a', ...changes }),
  state,
  digest: null,
  wasMade: false
})

describe('a run without an evaluation says why, and what to do', () => {
  it.each([
    [run({}, null), 'is being read'],
    [run({}, { kind: 'failed', reason: 'The disk is gone.' }), 'cannot be read: The disk is gone.'],
    [run({ state: 'training' }), 'still at work: it is evaluated at its end'],
    [run({ importedFrom: 'a.receptive' }), 'a.receptive came without it'],
    [run(), 'Evaluate it from its checkpoint, or train it again']
  ] as const)('%#', (one, words) => {
    expect(describeMissing(one, 'test', 'end')).toContain(words)
  })

  it('of another program, or a capsule, without advice for an experiment that is not here', () => {
    for (const changes of [{ datasetId: UNKNOWN_DATASET }, {}, { state: 'stopped' }] as const) {
      const one = run({ importedFrom: 'a.csv', ...changes })
      expect(describeMissing(one, 'test', 'best')).toBe(
        'a has no stored evaluation of the test pictures with its best weights: a.csv came without it.'
      )
    }
  })

  it('of the validation pictures, or with the best weights', () => {
    expect(describeMissing(run(), 'validation', 'end')).toContain(
      'give its experiment a validation'
    )
    expect(describeMissing(run(), 'test', 'best')).toMatch(
      /no best weights beside .*ModelCheckpoint/
    )
    expect(describeMissing(run({ state: 'stopped' }), 'test', 'best')).toContain(
      'with its best weights: it ended before that was made. Evaluate it'
    )
  })
})

describe('a run can be evaluated', () => {
  it('when it has ended, from pictures that it has, with its last weights, or with best ones that a stop may have cost', () => {
    expect(canEvaluate(run(), 'test', 'end')).toBe(true)
    expect(canEvaluate(run(), 'test', 'best')).toBe(false)
    expect(canEvaluate(run(), 'validation', 'end')).toBe(false)
    const lost = `${NOT_STORED}: the disk is full.`
    for (const changes of [
      { state: 'stopped' },
      { state: 'interrupted' },
      { notes: [lost] }
    ] as const) {
      expect(canEvaluate(run(changes as Partial<RunRecord>), 'test', 'best')).toBe(true)
    }
    expect(canEvaluate(run({ state: 'training' }), 'test', 'best')).toBe(false)
    const stopped = { ...run({ state: 'stopped' }), wasMade: true }
    expect(canEvaluate(stopped, 'test', 'best')).toBe(false)
    expect(describeMissing(stopped, 'test', 'best')).toContain('no best weights beside')
    const validated = run({ latest: { 'validation/loss': 1 } })
    expect(canEvaluate(validated, 'validation', 'end')).toBe(true)
    expect(canEvaluate(run({ state: 'training' }), 'test', 'end')).toBe(false)
    expect(canEvaluate(run({ importedFrom: 'a.receptive' }), 'test', 'end')).toBe(false)
    const capsule = run({ importedFrom: 'a.receptive', state: 'stopped' })
    expect(canEvaluate(capsule, 'test', 'best')).toBe(false)
  })
})
