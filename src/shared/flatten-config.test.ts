import { describe, expect, it } from 'vitest'
import { experimentSchema, type Experiment } from './experiment'
import { flattenConfig } from './flatten-config'
import { layers, type LayerKind } from './layers'
import { toModelDocument } from './model'
import { summarizeModel } from './summarize-model'
import { templates } from './templates'

const vgg = templates
  .find(({ id }) => id === 'small-vgg')
  ?.build({ inputShape: [32, 32, 3], classCount: 10 })
if (!vgg) throw new Error('the template is gone')
const model = toModelDocument(vgg)

function createExperiment(
  changes: Record<string, unknown> = {},
  training: Record<string, unknown> = {}
): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: 'x',
    description: 'y',
    dataset: { id: 'cifar10', validation: { kind: 'stratified', fraction: 0.1 } },
    model,
    training: {
      optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
      loss: 'categorical_crossentropy',
      epochs: 3,
      ...training
    },
    ...changes
  })
}

describe('a flat configuration', () => {
  it('has every value by its path, defaults included, and a null where there is no choice', () => {
    expect(flattenConfig(createExperiment())).toEqual({
      'dataset.id': 'cifar10',
      'dataset.validation.kind': 'stratified',
      'dataset.validation.fraction': 0.1,
      'dataset.validation.seed': 1,
      'training.optimizer.kind': 'sgd',
      'training.optimizer.learningRate': 0.1,
      'training.optimizer.momentum': 0.9,
      'training.optimizer.nesterov': false,
      'training.gradientClipping.kind': null,
      'training.schedule.kind': null,
      'training.loss': 'categorical_crossentropy',
      'training.labelSmoothing': 0,
      'training.classWeights': null,
      'training.metrics': 'accuracy',
      'training.batchSize': 32,
      'training.epochs': 3,
      'training.shuffle': true,
      'training.seed': 1,
      'training.samplePredictions.count': 10,
      'training.samplePredictions.everySteps': 25,
      'initialWeights.source': null,
      'model.layers': 13,
      'model.input': '32x32x3',
      'model.frozenLayers': 0,
      'model.conv2d': '32, 32, 64, 64, 128, 128',
      'model.maxPooling2d': '2x2, 2x2, 2x2',
      'model.flatten': 1,
      'model.dense': '256, 10',
      'model.dropout': 0.5,
      'model.kernelSize': '3x3',
      'model.strides': expect.any(String),
      'model.padding': expect.any(String),
      'model.activation': expect.any(String),
      'model.kernelRegularizer': 'none'
    })
  })

  it('has a place for each augmentation that changes something', () => {
    const augmentation = {
      horizontal_flip: true,
      width_shift_range: [0.1, 0.2],
      zoom_range: 0,
      rotation_range: 15
    }
    const config = flattenConfig(createExperiment({ augmentation }))
    const keys = Object.keys(config).filter((key) => key.startsWith('augmentation.'))
    expect(keys.sort()).toEqual([
      'augmentation.horizontal_flip',
      'augmentation.rotation_range',
      'augmentation.width_shift_range'
    ])
    expect(config['augmentation.width_shift_range']).toBe('0.1, 0.2')
  })

  it('has a place for each callback, also for two of a kind', () => {
    const callbacks = [
      { kind: 'early-stopping', patience: 3 },
      { kind: 'early-stopping', patience: 9, monitor: 'loss' },
      { kind: 'reduce-lr-on-plateau' }
    ]
    expect(flattenConfig(createExperiment({}, { callbacks }))).toMatchObject({
      'training.callbacks.early-stopping.patience': 3,
      'training.callbacks.early-stopping 2.patience': 9,
      'training.callbacks.early-stopping 2.monitor': 'loss',
      'training.callbacks.reduce-lr-on-plateau.monitor': 'val_loss'
    })
  })

  it('says a schedule, clipping and class weights', () => {
    const config = flattenConfig(
      createExperiment(
        {},
        {
          schedule: { kind: 'exponential', decaySteps: 100, decayRate: 0.9 },
          gradientClipping: { kind: 'norm', limit: 2 },
          classWeights: [1, 2.5]
        }
      )
    )
    expect(config).toMatchObject({
      'training.schedule.kind': 'exponential',
      'training.schedule.decayRate': 0.9,
      'training.gradientClipping.limit': 2,
      'training.classWeights': '1, 2.5'
    })
  })
})

describe('the summary of a model', () => {
  it('is of every template, and of no value that is not said', () => {
    const place = { inputShape: [32, 32, 3], classCount: 10 } as const
    for (const { id, build } of templates) {
      const summary = summarizeModel(
        toModelDocument(build({ inputShape: [32, 32, 3], classCount: 10 }))
      )
      expect(summary['model.layers'], id).toBe(build(place).layers.length - 1)
      expect(JSON.stringify(summary), id).not.toMatch(/object|undefined|NaN/)
    }
  })

  it('counts the layers that have no number of their own', () => {
    const resnet = templates
      .find(({ id }) => id === 'resnet-20')
      ?.build({ inputShape: [32, 32, 3], classCount: 10 })
    if (!resnet) throw new Error('the template is gone')
    const count = (kind: LayerKind) => resnet.layers.filter((layer) => layer.kind === kind).length
    expect(summarizeModel(toModelDocument(resnet))).toMatchObject({
      'model.batchNormalization': count('BatchNormalization'),
      'model.add': count('Add')
    })
  })

  it('is empty for a model that is not of this table', () => {
    expect(
      summarizeModel({ class_name: 'Functional', config: { layers: [{ class_name: 'LSTM' }] } })
    ).toEqual({})
    expect('LSTM' in layers).toBe(false)
  })
})
