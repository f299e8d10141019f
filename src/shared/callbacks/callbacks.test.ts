import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/keras-callbacks.json'
import { callbackOf, callbackSchema, type CallbackSettings } from './index'

interface Case {
  kind: string
  options: Record<string, unknown>
  seed: number
  stoppedEpoch?: number | null
  weightsOfEpoch?: number
  learningRates?: number[]
}
const cases = fixture.cases as unknown as Case[]
const logs = fixture.logs as Record<string, { val_loss: number; val_accuracy: number }[]>
const named = (kind: string) =>
  cases
    .filter((one) => one.kind === kind)
    .map((one) => [`${JSON.stringify(one.options)} on curve ${one.seed}`, one] as const)

describe(`callbacks against ${fixture.writtenBy}`, () => {
  it.each(named('early-stopping'))('early stopping %s', (_name, one) => {
    const run = follow(one)
    expect(run.stoppedEpoch).toBe(one.stoppedEpoch)
    expect(run.weightsOfEpoch).toBe(one.weightsOfEpoch)
  })

  it.each(named('reduce-lr-on-plateau'))('reduce learning rate on plateau %s', (_name, one) => {
    const run = follow(one)
    expect(run.learningRates).toHaveLength(40)
    run.learningRates.forEach((rate, epoch) => {
      expect(rate).toBeCloseTo(one.learningRates?.[epoch] as number, 8)
    })
  })

  it('decides the same when its state has been through JSON after every epoch', () => {
    for (const [, one] of named('early-stopping')) {
      expect(follow(one, (state) => JSON.parse(JSON.stringify(state)))).toEqual(follow(one))
    }
  })
})

/** Carries out a callback's decisions on weights that are the number of their epoch. */
function follow(one: Case, keepState: (state: unknown) => unknown = (state) => state) {
  const settings = toSettings(one)
  const callback = callbackOf(settings)
  let state = callback.createState(settings)
  let learningRate = 0.01
  let weightsOfEpoch = 0
  let keptEpoch = -1
  let stoppedEpoch: number | null = null
  const learningRates: number[] = []
  const epochs = logs[one.seed] ?? []

  for (let epoch = 0; epoch < epochs.length && stoppedEpoch === null; epoch++) {
    const { val_loss: loss = NaN, val_accuracy: accuracy = NaN } = epochs[epoch] ?? {}
    weightsOfEpoch = epoch
    const result = callback.onEpochEnd(settings, state, {
      epoch,
      learningRate,
      values: { 'validation/loss': loss, 'validation/accuracy': accuracy }
    })
    state = keepState(result.state)
    for (const decision of result.decisions) {
      if (decision.kind === 'stop') stoppedEpoch = epoch
      if (decision.kind === 'keep-weights') keptEpoch = epoch
      if (decision.kind === 'set-learning-rate') learningRate = decision.value
    }
    learningRates.push(learningRate)
  }
  for (const decision of callback.onTrainEnd?.(settings, state) ?? []) {
    if (decision.kind !== 'restore-weights') continue
    expect(decision.epoch).toBe(keptEpoch)
    weightsOfEpoch = keptEpoch
  }
  return { stoppedEpoch, weightsOfEpoch, learningRates }
}

/** Keras' names to ours. */
function toSettings({ kind, options }: Case): CallbackSettings {
  const names: Record<string, string> = { min_lr: 'minLearningRate' }
  const entries = Object.entries(options).map(([key, value]) => [
    names[key] ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value
  ])
  return callbackSchema.parse({ kind, ...(Object.fromEntries(entries) as object) })
}
