import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExperimentText, type Experiment } from './experiment'
import { flattenConfig, type Config } from './flatten-config'
import { createDescriber, describeDifferences, nameDifferences } from './name-differences'

const [plain, dropout, batchnorm, augmented] = [
  '',
  '-2-dropout',
  '-3-batchnorm',
  '-4-augmentation'
].map((end) => {
  const file = `cifar-cnn${end}.json`
  return parseExperimentText(readFileSync(resolve('resources/experiments', file), 'utf8'), file)
}) as [Experiment, Experiment, Experiment, Experiment]

const base = flattenConfig(plain)
const withTraining = (training: Partial<Experiment['training']>): Config =>
  flattenConfig({ ...plain, training: { ...plain.training, ...training } })

describe('the name of a run among others', () => {
  it('says what each of the shipped experiments has that the first one has not', () => {
    const configs = [plain, dropout, batchnorm, augmented].map(flattenConfig)
    expect(nameDifferences(configs)).toMatchInlineSnapshot(`
      [
        "base",
        "conv2d 128 → 256, + dropout 0.2, + last-fraction validation and 1 more",
        "conv2d 128 → 256, + batchNormalization 3, + dropout 0.2 and 2 more",
        "conv2d 128 → 256, + batchNormalization 3, + dropout 0.2 and 5 more",
      ]
    `)
  })

  it.each<[string, Config, string[]]>([
    ['nothing', base, []],
    [
      'the rate',
      withTraining({ optimizer: { ...plain.training.optimizer, learningRate: 3e-4 } }),
      ['lr 1e-3 → 3e-4']
    ],
    [
      'the optimizer, whose settings go without saying',
      withTraining({
        optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false }
      }),
      ['adam → sgd', 'lr 1e-3 → 0.01']
    ],
    [
      'a schedule, which has settings of its own',
      withTraining({
        schedule: { kind: 'exponential', decaySteps: 100, decayRate: 0.9, staircase: false }
      }),
      ['+ exponential schedule']
    ],
    [
      'clipping',
      withTraining({ gradientClipping: { kind: 'norm', limit: 1 } }),
      ['+ norm clipping']
    ],
    [
      'size and seed, the seed at the end',
      withTraining({ seed: 7, batchSize: 256 }),
      [`batch ${plain.training.batchSize} → 256`, 'seed 1 → 7']
    ],
    ['smoothing', withTraining({ labelSmoothing: 0.1 }), ['+ labelSmoothing 0.1']],
    ['no shuffling', withTraining({ shuffle: false }), ['− shuffle']],
    [
      'only how often samples are looked at',
      withTraining({ samplePredictions: { count: 1, everySteps: 7 } }),
      []
    ]
  ])('says of one that differs by %s', (_what, config, expected) => {
    expect(describeDifferences(base, config)).toEqual(expected)
  })

  it('says of lists what differs in them, or how long they are', () => {
    const differ = (from: string, to: string) =>
      describeDifferences({ 'model.conv2d': from }, { 'model.conv2d': to })[0]
    expect(differ('32, 32, 64, 64', '32, 32, 128, 128')).toBe('conv2d 64 → 128')
    expect(differ('32, 64, 64', '16, 64, 128')).toBe('conv2d 32, 64 → 16, 128')
    expect(differ('32, 64', '32, 64, 128')).toBe('conv2d 32, 64 → 32, 64, 128')
    expect(differ('32, 64', '32, 64, 128, 128, 256, 256')).toBe('conv2d 2 × → 6 ×')
    expect(differ('32, 64', '64, 32')).toBe('conv2d 32, 64 → 64, 32')
  })

  it('says the way back, too', () => {
    const scheduled = withTraining({
      schedule: { kind: 'exponential', decaySteps: 100, decayRate: 0.9, staircase: false }
    })
    expect(describeDifferences(scheduled, base)).toEqual(['− exponential schedule'])
    const other = withTraining({
      schedule: { kind: 'exponential', decaySteps: 100, decayRate: 0.5, staircase: false }
    })
    expect(describeDifferences(scheduled, other)).toEqual(['schedule decayRate 0.9 → 0.5'])
  })

  it('counts what is the same, and says how much more there is', () => {
    const many = withTraining({
      seed: 2,
      batchSize: 64,
      labelSmoothing: 0.1,
      epochs: 99,
      shuffle: false
    })
    expect(nameDifferences([base, base, base, many], { base: 1 })).toEqual([
      'same',
      'base',
      'same (2)',
      expect.stringMatching(/^\+ labelSmoothing 0\.1, batch 128 → 64, − shuffle and 2 more$/)
    ])
  })

  it('is a different one for each, whatever the values are', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null))
    const config = fc.dictionary(
      fc.constantFrom(
        ...Object.keys(base),
        'training.callbacks.early-stopping.patience',
        'model.lstm'
      ),
      value
    )
    fc.assert(
      fc.property(fc.array(config, { minLength: 1, maxLength: 6 }), (configs) => {
        const names = nameDifferences(configs)
        expect(new Set(names).size).toBe(names.length)
        expect(names[0]).toBe('base')
      })
    )
  })
})

describe('what tells runs of one name apart', () => {
  const tell = (...configs: Config[]): string[] => configs.map(createDescriber(configs))
  const sgd = withTraining({
    optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false }
  })

  it('is the value that each has, the most telling first', () => {
    const rate = withTraining({ optimizer: { ...plain.training.optimizer, learningRate: 3e-4 } })
    const seeds = withTraining({ seed: 7 })
    expect(tell(base, rate)).toEqual(['lr 1e-3', 'lr 3e-4'])
    expect(tell(base, sgd)).toEqual(['adam, lr 1e-3', 'sgd, lr 0.01'])
    expect(tell(base, sgd, seeds)).toEqual([
      'adam, lr 1e-3, seed 1',
      'sgd, lr 0.01, seed 1',
      'adam, lr 1e-3, seed 7'
    ])
  })

  it('is a callback by its name where others have none, by its settings where all have it', () => {
    const stop = (patience: number): Config => ({
      ...base,
      'training.callbacks.early-stopping.monitor': 'val_loss',
      'training.callbacks.early-stopping.patience': patience
    })
    expect(tell(base, stop(3))).toEqual(['', 'early-stopping'])
    expect(tell(stop(5), stop(3))).toEqual([
      'early-stopping patience 5',
      'early-stopping patience 3'
    ])
  })

  it('is what one lacks, too', () => {
    expect(tell({ ...base, 'model.dropout': 0.2 }, base)).toEqual(['dropout 0.2', 'no dropout'])
  })

  it('is every word of its own where the first ones would say the same of others', () => {
    const many = (seed: number, batchSize = 64): Config => ({
      ...sgd,
      'model.dropout': 0.2,
      'training.batchSize': batchSize,
      'training.seed': seed
    })
    const told = tell({ ...base, 'training.batchSize': 8 }, many(5), many(6), many(6, 99))
    expect(new Set(told).size).toBe(4)
    expect(told[1]).toMatch(/ seed 5.* and \d more$/)
    expect(told[2]).toMatch(/ seed 6.* and \d more$/)
  })

  it('is nothing between runs that are alike', () => {
    expect(tell(base, base)).toEqual(['', ''])
  })
})
