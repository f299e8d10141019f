import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findClassWeightError, parseExperiment, parseExperimentText } from './experiment'

const text = readFileSync(resolve('resources/experiments/cifar-cnn.json'), 'utf8')

/** The lecture's first experiment with one value set at a path. */
function withValue(path: string, value: unknown): unknown {
  const document = JSON.parse(text) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() as string
  const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, document)
  parent[last] = value
  // JSON leaves out what is undefined, as a file would.
  return JSON.parse(JSON.stringify(document))
}

describe('parseExperiment', () => {
  it('fills in what the file leaves out', () => {
    const experiment = parseExperimentText(text, 'cifar-cnn.json')
    expect(experiment.training.optimizer).toEqual({
      kind: 'adam',
      learningRate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7
    })
    expect(experiment.training.samplePredictions).toEqual({ count: 10, everySteps: 25 })
  })

  it.each([
    ['training.batchSize', '128', 'training.batchSize is "128", expected a number'],
    ['training.batchSize', 0, 'training.batchSize is 0, expected at least 1'],
    ['training.epochs', 1.5, 'training.epochs is 1.5, expected a whole number'],
    ['training.epochs', undefined, 'training.epochs is missing, expected a number'],
    ['training.bacthSize', 64, 'training.bacthSize is not a known key'],
    [
      'training.loss',
      'hinge',
      'training.loss is "hinge", expected one of "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy", "categorical_focal_crossentropy", "mean_squared_error", "huber"'
    ],
    [
      'training.optimizer.kind',
      'lion',
      'training.optimizer.kind is "lion", expected one of "adam", "sgd", "rmsprop", "adamw", "nadam", "adagrad", "adadelta"'
    ],
    [
      'training.optimizer.learningRate',
      -1,
      'training.optimizer.learningRate is -1, expected more than 0'
    ],
    ['dataset.validation.fraction', 1, 'dataset.validation.fraction is not a known key'],
    ['dataset.id', '../etc', 'dataset.id is "../etc", expected a data set id'],
    ['name', 7, 'name is 7, expected a text']
  ])('names the path, the value and what was expected: %s = %j', (path, value, message) => {
    expect(() => parseExperiment(withValue(path, value), 'mine.json')).toThrow(
      `mine.json: ${message}`
    )
  })

  it('refuses a newer version kindly', () => {
    expect(() => parseExperiment(withValue('version', 2), 'new.json')).toThrow(
      'new.json: written by a newer Receptive (experiment version 2; this one reads version 1). Update Receptive to open it.'
    )
  })

  it('says what JSON that is no experiment lacks', () => {
    expect(() => parseExperimentText('{"a": 1}', 'other.json')).toThrow(
      'other.json: JSON, but not an experiment: "version", "model" and "training" are missing.'
    )
  })

  it('says where broken JSON breaks', () => {
    expect(() => parseExperimentText('{"version": 1,,}', 'broken.json')).toThrow(
      /^broken\.json: not valid JSON: .*position 14/
    )
  })

  it('refuses a file that is too large to be an experiment before parsing it', () => {
    expect(() => parseExperimentText(' '.repeat(1_000_001), 'big.json')).toThrow(
      'big.json: 2 MB is too large for an experiment'
    )
  })

  it('takes no prototype from a file', () => {
    const hostile = text.replace('{', '{"__proto__": {"polluted": true},')
    expect(() => parseExperimentText(hostile, 'hostile.json')).toThrow(
      '__proto__ is not a known key'
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('augmentation', () => {
  it("is in the lecture's fourth experiment, on its stratified split", () => {
    const file = resolve('resources/experiments/cifar-cnn-4-augmentation.json')
    const { augmentation, dataset } = parseExperimentText(readFileSync(file, 'utf8'), file)
    expect(augmentation).toEqual({
      width_shift_range: 0.1,
      height_shift_range: 0.1,
      horizontal_flip: true
    })
    expect(dataset.validation).toEqual({ kind: 'stratified', fraction: 0.2, seed: 20 })
  })

  it.each([
    [{ horizontalFlip: true }, 'augmentation.horizontalFlip is not a known key'],
    [{ rotation_range: -3 }, 'augmentation.rotation_range is -3, expected at least 0'],
    [
      { width_shift_range: 'far' },
      'augmentation.width_shift_range is "far", expected a share of the size below 1, a number of pixels, or a list of either'
    ],
    [
      { zoom_range: 'near' },
      'augmentation.zoom_range is "near", expected a share below 1, or [lower, upper] with both above 0'
    ],
    [
      { fill_mode: 'mirror' },
      'augmentation.fill_mode is "mirror", expected one of "nearest", "reflect", "wrap", "constant"'
    ],
    [{ channel_shift_range: 20 }, 'augmentation.channel_shift_range is 20, expected at most 1'],
    [{ brightness_range: 0.5 }, 'augmentation.brightness_range is 0.5, expected a list']
  ])('%j is refused with its path and what was expected', (augmentation, sentence) => {
    expect(() => parseExperiment(withValue('augmentation', augmentation), 'mine.json')).toThrow(
      `mine.json: ${sentence}.`
    )
  })
})

describe('label smoothing', () => {
  it('is refused with a loss that has none', () => {
    const document = withValue('training.loss', 'huber') as { training: object }
    const training = { ...document.training, labelSmoothing: 0.1 }
    expect(() => parseExperiment({ ...document, training }, 'mine.json')).toThrow(
      'mine.json: training.labelSmoothing is 0.1, expected 0 with the loss "huber".'
    )
  })
})

describe('findClassWeightError', () => {
  it('counts the weights against the classes', () => {
    const weights = (list: number[] | null) =>
      parseExperiment(withValue('training.classWeights', list), 'mine.json')
    expect(findClassWeightError(weights(null), 10)).toBeNull()
    expect(findClassWeightError(weights([1, 2]), 2)).toBeNull()
    expect(findClassWeightError(weights([1, 2, 3]), 10)).toContain(
      'has 3 numbers, but the data set has 10 classes'
    )
  })
})
