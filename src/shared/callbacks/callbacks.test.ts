import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/keras-callbacks.json'
import { metricKeys, metrics, type SeriesName } from '../metrics'
import { direction, monitors, type Monitor } from './callback'
import { callbackOf, callbackSchema, type CallbackSettings } from './index'

interface Case {
  kind: string
  options: Record<string, unknown>
  seed: number
  stoppedEpoch?: number | null
  weightsOfEpoch?: number
  learningRates?: number[]
  savedEpochs?: number[]
}
const cases = fixture.cases as unknown as Case[]
const logs = fixture.logs as Record<string, { val_loss: number; val_accuracy: number }[]>
const named = (kind: string) =>
  cases
    .filter((one) => one.kind === kind)
    .map((one) => [`${JSON.stringify(one.options)} on curve ${one.seed}`, one] as const)

describe('the monitors', () => {
  it(`have the names and the better way of ${fixture.writtenBy}`, () => {
    const directions = Object.fromEntries(
      (Object.keys(monitors) as Monitor[]).map((name) => [name, direction('auto', name)])
    )
    expect(directions).toEqual(fixture.monitors)
  })

  it('are every metric on both parts', () => {
    for (const metric of metricKeys) {
      const { kerasName } = metrics[metric]
      expect(monitors[kerasName]).toEqual({ part: 'train', metric })
      expect(monitors[`val_${kerasName}`]).toEqual({ part: 'validation', metric })
    }
  })

  it.each(['val_f1_score', 'auc'] as const)('%s is better when it is higher', (monitor) => {
    const settings = callbackSchema.parse({ kind: 'early-stopping', monitor })
    const name = monitor === 'auc' ? 'train/auc' : 'validation/f1'
    expect(countEpochs(settings, name, [0.1, 0.2, 0.3, 0.25])).toBe(4)
  })

  it('lower is better for a loss', () => {
    const settings = callbackSchema.parse({ kind: 'early-stopping' })
    expect(countEpochs(settings, 'validation/loss', [0.1, 0.2, 0.3])).toBe(2)
  })
})

/** Epochs until a callback stops the training. */
function countEpochs(settings: CallbackSettings, name: SeriesName, values: number[]): number {
  const callback = callbackOf(settings)
  let state = callback.createState(settings)
  const stop = values.findIndex((value, epoch) => {
    const logs = { epoch, learningRate: 1, values: { [name]: value } }
    const result = callback.onEpochEnd(settings, state, logs)
    state = result.state
    return result.decisions.some(({ kind }) => kind === 'stop')
  })
  return stop + 1
}

describe('model checkpoint', () => {
  const settings = callbackSchema.parse({ kind: 'model-checkpoint', saveBestOnly: true })
  const callback = callbackOf(settings)
  const endEpoch = (state: unknown, loss: number) =>
    callback.onEpochEnd(settings, state, {
      epoch: 3,
      learningRate: 1,
      values: { 'validation/loss': loss }
    })

  it('never takes a value that is no number for the best', () => {
    const { state, decisions } = endEpoch(callback.createState(settings), NaN)
    expect(decisions).toEqual([])
    expect(endEpoch(state, 2).decisions).toHaveLength(1)
  })

  it('goes on from what its file holds: a newer one is to be beaten, a lost one is not', () => {
    const { state } = endEpoch(callback.createState(settings), 0.5)
    const file = { epoch: 4, monitor: 'val_loss', value: 0.4 }
    const decide = (found: typeof file | null) =>
      endEpoch(callback.adoptFile?.(settings, state, found), 0.45).decisions.length
    expect(decide(file)).toBe(0)
    expect(decide(null)).toBe(1)
    expect(decide({ ...file, monitor: 'val_accuracy' })).toBe(1)
  })
})

describe(`callbacks against ${fixture.writtenBy}`, () => {
  it.each(named('early-stopping'))('early stopping %s', (_name, one) => {
    const run = follow(one)
    expect(run.stoppedEpoch).toBe(one.stoppedEpoch)
    expect(run.weightsOfEpoch).toBe(one.weightsOfEpoch)
  })

  it.each(named('model-checkpoint'))('model checkpoint %s', (_name, one) => {
    expect(follow(one).savedEpochs).toEqual(one.savedEpochs)
  })

  it.each(named('reduce-lr-on-plateau'))('reduce learning rate on plateau %s', (_name, one) => {
    const run = follow(one)
    expect(run.learningRates).toHaveLength(40)
    run.learningRates.forEach((rate, epoch) => {
      expect(rate).toBeCloseTo(one.learningRates?.[epoch] as number, 8)
    })
  })

  it('decides the same when its state has been through JSON after every epoch', () => {
    for (const [, one] of [...named('early-stopping'), ...named('model-checkpoint')]) {
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
  const savedEpochs: number[] = []
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
      if (decision.kind === 'save-weights') savedEpochs.push(epoch)
      if (decision.kind === 'set-learning-rate') learningRate = decision.value
    }
    learningRates.push(learningRate)
  }
  for (const decision of callback.onTrainEnd?.(settings, state) ?? []) {
    if (decision.kind !== 'restore-weights') continue
    expect(decision.epoch).toBe(keptEpoch)
    weightsOfEpoch = keptEpoch
  }
  return { stoppedEpoch, weightsOfEpoch, learningRates, savedEpochs }
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
