import { expect, it } from 'vitest'
import { describeDivergence } from './describe-divergence'

const context = { step: 12, loss: NaN, learningRate: 0.3, keptStep: 8 }

it('names the probable cause, a tenth of the rate, and the checkpoint that is kept', () => {
  expect(describeDivergence(context)).toBe(
    'Training diverged at step 12: the loss is NaN. Probably the learning rate is too high, and the weights grew until values became infinite. Try a tenth of it: 0.03 instead of 0.3. The checkpoint of step 8, the last with finite weights, is kept.'
  )
})

it('promises no checkpoint where there is none', () => {
  expect(describeDivergence({ ...context, keptStep: null })).toMatch(/0\.03 instead of 0\.3\.$/)
})

it('does not blame the rate for the first step, which it had no part in', () => {
  expect(describeDivergence({ ...context, step: 1, loss: Infinity })).toBe(
    'Training diverged at step 1: the loss is Infinity before anything was learned. The initial weights are too large: check the initializers of the layers.'
  )
})
