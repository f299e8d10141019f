/** What goes out as Python is run by Keras: the same counts, and the same loss over ten steps from the same weights. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseExperimentText, trainingSchema, type Experiment } from '@shared/experiment'
import { toKerasLayerName } from '@shared/export/python-model'
import { toNotebook } from '@shared/export/to-notebook'
import { toPythonScript } from '@shared/export/to-python'
import type { LayerKind } from '@shared/layers'
import { analyzeModel, parseModel, toKerasJson, type ModelGraph } from '@shared/model'
import { connectLayers, setTrainable } from '@shared/model/edit'
import { blankModel, chain } from '@shared/model/testing'
import { templates } from '@shared/templates'
import { buildModel, type Network } from './build-model'
import { createObjective } from './objective'
import { createOptimizer } from './optimizers'
import { createResidentDataset } from './resident-dataset'
import { tf } from './tf'
import { takeStep } from './train-step'
import { createTrainingPlan } from './training-plan'

const python = process.env.RECEPTIVE_KERAS_PYTHON ?? ''
const folder = mkdtempSync(join(tmpdir(), 'receptive-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STEPS = 10
const BATCH_SIZE = 8
const KERAS_TIMEOUT_MS = 120_000

interface Case {
  readonly name: string
  readonly experiment: Experiment
  readonly imageShape: [number, number, number]
  /** Of a loss, relative. */
  readonly tolerance: number
}

interface Answer {
  readonly parameters: number
  readonly trainable: number
  readonly losses: readonly number[]
}

const shipped = (name: string): Experiment =>
  parseExperimentText(readFileSync(`resources/experiments/${name}.json`, 'utf8'), name)

function experimentOf(graph: ModelGraph, training: object = {}): Experiment {
  return {
    ...shipped('mnist-cnn'),
    model: toKerasJson(graph) as never,
    training: trainingSchema.parse({
      optimizer: { kind: 'sgd', learningRate: 0.05 },
      loss: 'categorical_crossentropy',
      epochs: 1,
      ...training
    })
  }
}

const classes = ['Dense', { units: 10, activation: 'softmax' }] as const
type Added = LayerKind | readonly [LayerKind, Record<string, unknown>]
const small = (...added: readonly Added[]): ModelGraph =>
  chain(blankModel([8, 8, 3]), ...added, 'GlobalAveragePooling2D', classes)

const residual = connectLayers(
  small(
    ['Conv2D', { filters: 4, padding: 'same' }],
    'BatchNormalization',
    'ReLU',
    ['Conv2D', { filters: 4, padding: 'same', useBias: false }],
    'Add'
  ),
  're_lu',
  'add'
)
const sideBySide = connectLayers(
  small(['Conv2D', { padding: 'same' }], 'Concatenate'),
  'image',
  'concatenate'
)

/** Every optimizer, every loss, schedules, clipping, penalties, and layers of all shelves. */
const cases: readonly (readonly [string, Experiment])[] = [
  [
    'residual, SGD with Nesterov',
    experimentOf(residual, {
      optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true }
    })
  ],
  [
    'side by side, Adam, smoothed labels',
    experimentOf(sideBySide, {
      optimizer: { kind: 'adam', learningRate: 0.01 },
      labelSmoothing: 0.1
    })
  ],
  [
    'RMSprop, clipped',
    experimentOf(residual, {
      optimizer: { kind: 'rmsprop', learningRate: 0.002, momentum: 0.5, centered: true },
      gradientClipping: { kind: 'global-norm', limit: 0.5 }
    })
  ],
  [
    'AdamW, cosine with warm-up',
    experimentOf(residual, {
      optimizer: { kind: 'adamw', learningRate: 0.01 },
      schedule: { kind: 'cosine', warmUp: 0.3, alpha: 0.1 }
    })
  ],
  [
    'Nadam, exponential',
    experimentOf(residual, {
      optimizer: { kind: 'nadam', learningRate: 0.01 },
      schedule: { kind: 'exponential', decaySteps: 3, decayRate: 0.5, staircase: true }
    })
  ],
  [
    'Adagrad, one cycle',
    experimentOf(residual, {
      optimizer: { kind: 'adagrad', learningRate: 0.05 },
      schedule: { kind: 'one-cycle' }
    })
  ],
  ['Adadelta', experimentOf(residual, { optimizer: { kind: 'adadelta', learningRate: 1 } })],
  ['sparse labels', experimentOf(residual, { loss: 'sparse_categorical_crossentropy' })],
  [
    'sparse labels, smoothed',
    experimentOf(residual, { loss: 'sparse_categorical_crossentropy', labelSmoothing: 0.2 })
  ],
  [
    'sparse labels, metrics of one-hot rows',
    experimentOf(residual, {
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy', 'topKAccuracy', 'f1']
    })
  ],
  ['focal loss', experimentOf(residual, { loss: 'categorical_focal_crossentropy' })],
  ['mean squared error', experimentOf(residual, { loss: 'mean_squared_error' })],
  ['Huber', experimentOf(residual, { loss: 'huber' })],
  [
    'yes or no in each class',
    experimentOf(
      chain(blankModel([8, 8, 3]), 'Flatten', ['Dense', { units: 10, activation: 'sigmoid' }]),
      { loss: 'binary_crossentropy' }
    )
  ],
  ['logits', experimentOf(chain(blankModel([8, 8, 3]), 'Flatten', ['Dense', { units: 10 }]))],
  [
    'a frozen layer, penalties and initialisers',
    experimentOf(
      setTrainable(
        small(
          ['Conv2D', { filters: 4, kernelInitializer: { className: 'LeCunNormal', config: {} } }],
          ['Conv2D', { filters: 4, kernelRegularizer: { l1: 0.001, l2: 0.01 }, activation: 'elu' }]
        ),
        ['conv2d'],
        false
      )
    )
  ],
  [
    'layers of all shelves',
    experimentOf(
      small(
        'ZeroPadding2D',
        [
          'Cropping2D',
          {
            cropping: [
              [1, 0],
              [0, 1]
            ]
          }
        ],
        ['Rescaling', { scale: 2, offset: -1 }],
        ['DepthwiseConv2D', { padding: 'same', depthMultiplier: 2 }],
        'LayerNormalization',
        ['LeakyReLU', { negativeSlope: 0.1 }],
        ['SeparableConv2D', { filters: 6, padding: 'same' }],
        'PReLU',
        ['Conv2DTranspose', { filters: 5, strides: [2, 2], padding: 'same' }],
        ['AveragePooling2D', { padding: 'same' }],
        'ELU',
        'UpSampling2D',
        ['Activation', { activation: 'swish' }],
        'MaxPooling2D'
      )
    )
  ],
  ['names that are no names of Python', experimentOf(renamed(residual))]
]

function renamed(graph: ModelGraph): ModelGraph {
  const name = (one: string): string => `${one === 'add' ? 'class' : one}/1-x`
  return {
    ...graph,
    input: name(graph.input),
    output: name(graph.output),
    layers: graph.layers.map((layer) => ({
      ...layer,
      name: name(layer.name),
      inputs: layer.inputs.map(name)
    }))
  }
}

const sgd = { kind: 'sgd', learningRate: 0.001, momentum: 0, nesterov: false } as const

/**
 * Larger networks, by plain descent: with their own Adam, ten steps differ by up to 1.4 % between Keras with oneDNN and
 * Keras without it, because it divides gradients near zero by their size.
 */
const largeCases: readonly Case[] = [
  ...['cifar-cnn', 'cifar-cnn-3-batchnorm', 'mnist-cnn'].map((name): Case => {
    const experiment = withoutDropout(shipped(name))
    return {
      name: `the shipped ${name}`,
      experiment: { ...experiment, training: { ...experiment.training, optimizer: sgd } },
      imageShape: name === 'mnist-cnn' ? [28, 28, 1] : [32, 32, 3],
      tolerance: 1e-3
    }
  }),
  ...templates
    .filter(({ id }) => /^(resnet-20|mobilenet-like|all-convolutional|lenet-5)$/.test(id))
    .map((template): Case => {
      const graph = template.build({ inputShape: [32, 32, 3], classCount: 10 })
      return {
        name: `the template ${template.label}`,
        experiment: experimentOf(withoutDropoutIn(graph), { optimizer: sgd }),
        imageShape: [32, 32, 3],
        tolerance: 1e-3
      }
    })
]

/** Float32 sums in another order; the bound is twice that of the committed fixtures. */
const TOLERANCE = 2e-4
const all: readonly Case[] = [
  ...cases.map(([name, experiment]): Case => ({
    name,
    experiment,
    imageShape: [8, 8, 3],
    tolerance: TOLERANCE
  })),
  ...largeCases
]

describe('a Python script, run by Keras', () => {
  const networks: Network[] = []
  let answers: readonly Answer[] = []

  // One Python for all of them: it takes longer to start than to train.
  beforeAll(async () => {
    for (const { experiment } of all) {
      networks.push(
        await buildModel(parseModel(experiment.model), {
          seed: 3,
          loss: experiment.training.loss,
          clock: { step: 0 }
        })
      )
    }
    answers = askKeras(all, networks)
  }, KERAS_TIMEOUT_MS)

  it.each(all.map((one, index) => [one.name, one, index] as const))(
    '%s: counts, and ten losses',
    { timeout: KERAS_TIMEOUT_MS },
    (_name, one, index) => {
      const { parameters, trainable, losses } = answers[index] as Answer
      const analysis = analyzeModel(parseModel(one.experiment.model))
      expect([parameters, trainable]).toEqual([analysis.parameters, analysis.trainableParameters])
      const ours = trainHere(one, networks[index] as Network)
      expect(losses).toHaveLength(STEPS)
      losses.forEach((loss, step) => {
        const difference = Math.abs((ours[step] ?? NaN) - loss) / loss
        expect(difference, `step ${step + 1}: ${ours[step]}, Keras ${loss}`).toBeLessThan(
          one.tolerance
        )
      })
    }
  )
})

describe('a notebook, run by Keras', () => {
  it('gives the model of the script', { timeout: KERAS_TIMEOUT_MS }, () => {
    const experiment = shipped('cifar-cnn-4-augmentation')
    const notebook = JSON.parse(toNotebook(experiment)) as {
      cells: { cell_type: string; source: string[] }[]
    }
    const code = notebook.cells
      .filter(({ cell_type: type }) => type === 'code')
      .map(({ source }) => source.join(''))
    // All but the last cell, which would fetch the data set and train.
    const checked = [
      ...code.slice(0, -1),
      'create_generator()',
      'print(build_model().count_params())'
    ]
    const file = join(folder, 'notebook.py')
    writeFileSync(file, checked.join('\n\n'))
    expect(Number(runPython([file]).trim().split('\n').at(-1))).toBe(
      analyzeModel(parseModel(experiment.model)).parameters
    )
  })
})

function drawPictures([height, width, channels]: readonly [number, number, number]) {
  const count = STEPS * BATCH_SIZE
  let state = 12345
  const draw = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8
  return {
    images: Uint8Array.from({ length: count * height * width * channels }, () => draw() % 256),
    labels: Int32Array.from({ length: count }, () => draw() % 10)
  }
}

function askKeras(asked: readonly Case[], networks: readonly Network[]): readonly Answer[] {
  const requests = asked.map(({ experiment, imageShape }, index) => {
    const name = (kind: string): string => join(folder, `${index}-${kind}`)
    const network = networks[index] as Network
    const { images, labels } = drawPictures(imageShape)
    writeFileSync(name('script.py'), toPythonScript(experiment))
    writeFileSync(name('images.bin'), images)
    const owners = network.model.layers.filter((layer) => layer.weights.length > 0)
    const values = owners.flatMap((layer) =>
      layer.getWeights().map((weight) => weight.dataSync() as Float32Array)
    )
    writeFileSync(
      name('weights.bin'),
      Buffer.concat(values.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength)))
    )
    return {
      script: name('script.py'),
      weights: name('weights.bin'),
      images: name('images.bin'),
      labels: [...labels],
      imageShape,
      batchSize: BATCH_SIZE,
      steps: STEPS,
      layers: owners.map((layer) => ({
        name: toKerasLayerName(layer.name),
        shapes: layer.getWeights().map(({ shape }) => shape)
      }))
    }
  })
  const file = join(folder, 'requests.json')
  writeFileSync(file, JSON.stringify(requests))
  const output = runPython([resolve('scripts/keras/run_export.py'), file])
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as readonly Answer[]
}

function runPython(args: readonly string[]): string {
  return execFileSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function trainHere({ experiment: { training }, imageShape }: Case, network: Network): number[] {
  const { images, labels } = drawPictures(imageShape)
  const objective = createObjective(training)
  const plan = createTrainingPlan(
    { ...training, epochs: 1 },
    { stepsPerEpoch: STEPS, maxSteps: null }
  )
  const optimizer = createOptimizer(training.optimizer, network.variables)
  const part = { images, labels }
  const data = createResidentDataset(
    { train: part, test: part },
    { imageShape, inputShape: imageShape, validation: { kind: 'none' } }
  )
  const losses = Array.from({ length: STEPS }, (_, step) => {
    const batch = data.train.gatherBatch(
      Int32Array.from({ length: BATCH_SIZE }, (_one, i) => step * BATCH_SIZE + i)
    )
    optimizer.learningRate = plan.computeLearningRate(step)
    const { loss } = takeStep({ network, objective, optimizer }, batch).read()
    tf.dispose([batch.images, batch.labels])
    return loss ?? NaN
  })
  data.dispose()
  optimizer.dispose()
  network.dispose()
  return losses
}

/** Two networks drop different values at random; without dropout they are the same. */
function withoutDropout(experiment: Experiment): Experiment {
  return {
    ...experiment,
    model: toKerasJson(withoutDropoutIn(parseModel(experiment.model))) as never
  }
}

function withoutDropoutIn(graph: ModelGraph): ModelGraph {
  return {
    ...graph,
    layers: graph.layers.map((layer) =>
      layer.kind === 'Dropout' ? { ...layer, params: { ...layer.params, rate: 0 } } : layer
    )
  }
}
