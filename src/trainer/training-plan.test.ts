import { expect, it } from 'vitest'
import { createSmallExperiment } from './testing'
import { createTrainingPlan } from './training-plan'

const { training } = createSmallExperiment({
  epochs: 20,
  optimizer: { kind: 'sgd', learningRate: 1 },
  schedule: { kind: 'step', everyEpochs: 10, factor: 0.1 }
})

it('decays by epochs, also after a parent whose epochs had other steps', () => {
  // Ten epochs of 352 steps were done before; this run's have 1407.
  const plan = createTrainingPlan(training, {
    stepsPerEpoch: 1407,
    maxSteps: null,
    origin: { step: 3520, epoch: 11, batch: 0 }
  })
  expect(plan.computeLearningRate(3520)).toBeCloseTo(0.1, 12)
  expect(plan.getTotalSteps()).toBe(3520 + 10 * 1407)
})

it('counts the epoch that it goes on in the middle of', () => {
  const plan = createTrainingPlan(training, {
    stepsPerEpoch: 100,
    maxSteps: null,
    origin: { step: 950, epoch: 10, batch: 50 }
  })
  expect(plan.computeLearningRate(999)).toBe(1)
  expect(plan.computeLearningRate(1000)).toBeCloseTo(0.1, 12)
  expect(plan.getTotalSteps()).toBe(2000)
})

it('ends after the steps that were asked for, counted from where the run began', () => {
  const origin = { step: 950, epoch: 10, batch: 50 }
  const plan = createTrainingPlan(training, { stepsPerEpoch: 100, maxSteps: 30, origin })
  expect(plan.getTotalSteps()).toBe(980)
})
