import { describe, expect, it } from 'vitest'
import type { CheckpointPlace } from '@shared/run'
import { createRun } from '../../fixtures/test-app'
import {
  canGoOnUnchanged,
  describeGoingOn,
  describePlanning,
  suggestContinuation
} from './suggestions'

const place: CheckpointPlace = {
  step: 1213,
  epoch: 3,
  batch: 213,
  epochsDone: 2,
  epochs: 10,
  learningRate: 0.003,
  isComplete: false
}
const atTheEnd: CheckpointPlace = {
  ...place,
  step: 5000,
  epoch: 11,
  batch: 0,
  epochsDone: 10,
  isComplete: true
}
const diverged = createRun({
  state: 'failed',
  reason: 'Training diverged at step 1300: the loss is NaN. Lower the learning rate (now 0.003).'
})

describe('what a run can be continued with', () => {
  it('is the same number of epochs again for a finished run, and for its child again', () => {
    expect(suggestContinuation(createRun(), atTheEnd)).toEqual({ epochs: 20, learningRate: 0.003 })
    const child = createRun({ origin: { runId: 'parent', step: 5000, epochsDone: 10 } })
    const later = { ...atTheEnd, epoch: 21, epochs: 20 }
    expect(suggestContinuation(child, later).epochs).toBe(30)
  })

  it('is what was planned for a run that ended early', () => {
    const stopped = createRun({ state: 'stopped' })
    expect(suggestContinuation(stopped, place)).toEqual({ epochs: 10, learningRate: 0.003 })
    expect(canGoOnUnchanged(stopped)).toBe(true)
    expect(describeGoingOn(place)).toBe('Continue at epoch 3, step 1,213')
  })

  it('is a tenth of the learning rate for a run that diverged, and never the same rate again', () => {
    expect(suggestContinuation(diverged, place).learningRate).toBe(0.0003)
    expect(canGoOnUnchanged(diverged)).toBe(false)
    expect(describePlanning(diverged, place)).toBe(
      'Continue from step 1,213 with learning rate 0.0003…'
    )
  })

  it('is offered unchanged to a run that failed over something else', () => {
    const failed = createRun({ state: 'failed', reason: 'The disk is full.' })
    expect(canGoOnUnchanged(failed)).toBe(true)
    expect(describePlanning(failed, place)).toBe('Continue with changes…')
  })
})
