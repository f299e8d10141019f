import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText, type Experiment } from '../experiment'
import { analyzeModel, findHeadErrors, parseModel, toKerasJson, toTfjsJson } from './index'

describe('the lecture models', () => {
  it('count as the lecture prints them', () => {
    const analysis = analyzeModel(parseModel(lecture('cifar-cnn').model))
    const parameters = analysis.layers.map((one) => one.trainableParameters).filter((n) => n > 0)
    expect(parameters).toEqual([896, 9248, 18496, 36928, 73856, 147584, 262272, 8256, 650])
    expect(analysis.parameters).toBe(558_186)
    expect(analysis.nonTrainableParameters).toBe(0)
    expect(analysis.layers.map((one) => one.outputShape)).toEqual([
      [32, 32, 3],
      [32, 32, 32],
      [32, 32, 32],
      [16, 16, 32],
      [16, 16, 64],
      [16, 16, 64],
      [8, 8, 64],
      [8, 8, 128],
      [8, 8, 128],
      [4, 4, 128],
      [2048],
      [128],
      [64],
      [10]
    ])
  })

  it('separate the moving statistics of batch normalisation from what is trained', () => {
    const analysis = analyzeModel(parseModel(lecture('cifar-cnn-3-batchnorm').model))
    // Two moving statistics for each of 32 + 64 + 256 channels.
    expect(analysis.nonTrainableParameters).toBe(2 * (32 + 64 + 256))
  })
})

describe('parseModel', () => {
  it('reads back what toKerasJson writes', () => {
    const graph = parseModel(lecture('cifar-cnn-3-batchnorm').model)
    expect(parseModel(toKerasJson(graph))).toEqual(graph)
  })

  it('gives each unseeded initialiser its own seed, always the same one', () => {
    const graph = parseModel(lecture('cifar-cnn').model)
    const seeds = (seed: number) =>
      [...JSON.stringify(toTfjsJson(graph, { seed })).matchAll(/"seed":(\d+)/g)].map((m) => m[1])
    expect(new Set(seeds(1)).size).toBe(9)
    expect(seeds(1)).toEqual(seeds(1))
    expect(seeds(2)).not.toEqual(seeds(1))
  })

  it.each([
    [
      'an unknown kind',
      (layer: Layer) => (layer.class_name = 'Conv9D'),
      /Layer 'conv1a' is of the kind "Conv9D", which is not known/
    ],
    [
      'a layer that carries code',
      (layer: Layer) => (layer.class_name = 'Lambda'),
      /Layer 'conv1a' is a Lambda: it carries program code/
    ],
    [
      'a value out of range',
      (layer: Layer) => (layer.config.filters = 0),
      /Conv2D 'conv1a': filters: expected a whole number from 1 to 65536, received 0/
    ],
    [
      'a missing value',
      (layer: Layer) => delete layer.config.filters,
      /Conv2D 'conv1a': filters is missing/
    ],
    [
      'a setting that would be ignored in silence',
      (layer: Layer) => (layer.config.activity_regularizer = { class_name: 'L2' }),
      /Conv2D 'conv1a': activity_regularizer = \{"class_name":"L2"\} cannot be carried out/
    ],
    [
      'a trainable that is neither true nor false',
      (layer: Layer) => (layer.config.trainable = 'no'),
      /Conv2D 'conv1a': trainable is "no", expected true or false/
    ],
    [
      'an input that does not exist',
      (layer: Layer) => (layer.inbound_nodes = [[['nowhere', 0, 0, {}]]]),
      /Conv2D 'conv1a': takes its input from 'nowhere', which does not exist/
    ],
    [
      'a cycle',
      (layer: Layer) => (layer.inbound_nodes = [[['pool1', 0, 0, {}]]]),
      /The model has a cycle through 'conv1a'/
    ]
  ])('refuses %s and names the layer', (_what, change, message) => {
    expect(() => parseModel(changed(change))).toThrow(message)
  })
})

describe('a frozen layer', () => {
  const frozen = changed((layer) => (layer.config.trainable = false))

  it('is still frozen when it is written and read again', () => {
    const graph = parseModel(frozen)
    expect(graph.layers.filter((layer) => !layer.isTrainable).map(({ name }) => name)).toEqual([
      'conv1a'
    ])
    expect(parseModel(toKerasJson(graph))).toEqual(graph)
  })

  it('has its parameters among those that are not trained', () => {
    const analysis = analyzeModel(parseModel(frozen))
    expect(analysis.nonTrainableParameters).toBe(896)
    expect(analysis.trainableParameters).toBe(558_186 - 896)
  })

  it('is each layer of a model that is frozen as a whole', () => {
    const model = structuredClone(lecture('cifar-cnn').model)
    model.config.trainable = false
    expect(analyzeModel(parseModel(model)).trainableParameters).toBe(0)
  })
})

describe('analyzeModel', () => {
  it('pins a kernel that does not fit to its layer and leaves the layers after it unjudged', () => {
    const analysis = analyzeModel(
      parseModel(
        changed((layer) => {
          layer.config.kernel_size = [40, 40]
          layer.config.padding = 'valid'
        })
      )
    )
    expect(analysis.errors).toEqual([
      "Conv2D 'conv1a': kernel 40x40 does not fit input 32x32. Use padding 'same' or a smaller kernel."
    ])
    expect(analysis.outputShape).toBeNull()
  })

  it('asks for Flatten where a dense layer meets feature maps', () => {
    const model = structuredClone(lecture('cifar-cnn').model)
    const list = model.config.layers as Layer[]
    const dense = list.find((one) => one.name === 'dense1') as Layer
    dense.inbound_nodes = [[['pool3', 0, 0, {}]]]
    list.splice(
      list.findIndex((one) => one.name === 'flatten'),
      1
    )
    expect(analyzeModel(parseModel(model)).errors).toEqual([
      "Dense 'dense1': needs one row of values, received [4, 4, 128]. Insert Flatten or GlobalAveragePooling2D before it."
    ])
  })
})

describe('findHeadErrors', () => {
  const graph = parseModel(lecture('cifar-cnn').model)
  const analysis = analyzeModel(graph)

  it('accepts a softmax with one unit a class', () => {
    expect(findHeadErrors(graph, analysis, { classCount: 10, head: 'softmax' })).toEqual([])
  })

  it('names the layer whose units are not the number of classes', () => {
    expect(findHeadErrors(graph, analysis, { classCount: 7, head: 'softmax' })).toEqual([
      "Dense 'classes': gives 10 values, but the data set has 7 classes. Set its units to 7."
    ])
  })

  it('names the layer whose activation does not go with the loss', () => {
    expect(findHeadErrors(graph, analysis, { classCount: 10, head: 'sigmoid' })).toEqual([
      "Dense 'classes': ends in 'softmax', but the loss needs 'sigmoid'. Change its activation or the loss."
    ])
  })
})

interface Layer {
  class_name: string
  name: string
  config: Record<string, unknown>
  inbound_nodes: unknown[]
}

function lecture(name: string): Experiment {
  const file = resolve(`resources/experiments/${name}.json`)
  return parseExperimentText(readFileSync(file, 'utf8'), `${name}.json`)
}

/** The first lecture model with its first convolution changed. */
function changed(change: (layer: Layer) => void): Experiment['model'] {
  const model = structuredClone(lecture('cifar-cnn').model)
  change((model.config.layers as Layer[])[1] as Layer)
  return model
}
