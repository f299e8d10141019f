import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText } from '../experiment'
import fixture from '../fixtures/keras-layers.json'
import summaries from '../fixtures/keras-summaries.json'
import { analyzeModel, parseModel, toKerasJson } from '../model'
import { layers, type LayerKind } from './index'
import { layerCategories } from './layer'

type Config = Record<string, unknown>

interface Case {
  className: string
  config: Config
  /** What Keras 2 writes of the same layer. */
  legacyConfig?: Config
  inputShapes: number[][]
  outputShape: number[]
  weights: { name: string; shape: number[] }[]
  trainable: number
  nonTrainable: number
  /** Of TensorFlow's profiler, where it counts what is multiplied. */
  multiplyAdds?: number
}

interface Refusal {
  className: string
  config: Config
  inputShapes: number[][]
  kerasSays: string
}

interface Document {
  name: string
  model: { class_name: string; config: Config }
  parameters: number
}

const cases = (fixture.cases as unknown as Case[]).map(
  (one, index) => [`${one.className} #${index}`, one] as const
)
const kinds = Object.keys(layers) as LayerKind[]

describe(`every layer of the table, against ${fixture.writtenBy}`, () => {
  it('has cases for each kind', () => {
    const covered = new Set(cases.map(([, { className }]) => className))
    expect(kinds.filter((kind) => kind !== 'InputLayer' && !covered.has(kind))).toEqual([])
  })

  it.each(cases)('%s gives the shape and the weights that Keras gives', (_name, one) => {
    const analysis = analyzeModel(parseModel(wrap(one))).layers.at(-1)
    expect(analysis?.error).toBeNull()
    expect(analysis?.outputShape).toEqual(one.outputShape)
    expect(analysis?.weights.map(({ name, shape }) => ({ name, shape }))).toEqual(one.weights)
    expect(analysis?.trainableParameters).toBe(one.trainable)
    expect(analysis?.nonTrainableParameters).toBe(one.nonTrainable)
  })

  it.each(cases.filter(([, { multiplyAdds }]) => multiplyAdds))(
    '%s multiplies as often as TensorFlow counts',
    (_name, one) => {
      const analysis = analyzeModel(parseModel(wrap(one))).layers.at(-1)
      expect(analysis?.multiplyAdds).toBe(one.multiplyAdds)
    }
  )

  it.each(cases)('%s survives being written and read again', (_name, one) => {
    const graph = parseModel(wrap(one))
    expect(parseModel(toKerasJson(graph))).toEqual(graph)
  })

  it.each(cases)('%s is written as Keras writes it', (_name, one) => {
    const written = toKerasJson(parseModel(wrap(one))).config.layers as { config: Config }[]
    expect(comparable(one.config)).toMatchObject(comparable(written.at(-1)?.config ?? {}))
  })

  it.each(cases.filter(([, { legacyConfig }]) => legacyConfig))(
    '%s means the same in the words of Keras 2',
    (_name, one) => {
      const read = (config: Config) => parseModel(wrap({ ...one, config })).layers.at(-1)?.params
      expect(ignoreSpelling(read(one.legacyConfig ?? {}))).toEqual(ignoreSpelling(read(one.config)))
    }
  )

  it.each(
    (fixture.refused as Refusal[]).map(
      (one) => [`${one.className} ${JSON.stringify(one.config)}`, one] as const
    )
  )('refuses what Keras refuses, and says why: %s', (_name, one) => {
    expect(refusalOf(wrap(one))).toMatch(/^\w+ 'layer'.*\.$/)
  })

  it('refuses shapes with both of them, and with what to do', () => {
    const errorOf = (className: string, config: Config, inputShapes: number[][]) =>
      refusalOf(wrap({ className, config, inputShapes }))
    const filters = { filters: 2, kernel_size: 3 }
    expect(errorOf('Conv2D', filters, [[6]])).toBe(
      "Conv2D 'layer': needs an input of [height, width, channels], received [6]. Put it before Flatten, or insert Reshape."
    )
    expect(errorOf('Conv1D', { ...filters, kernel_size: 9 }, [[7, 2]])).toBe(
      "Conv1D 'layer': kernel 9 does not fit input 7. Use padding 'same' or a smaller kernel."
    )
    expect(errorOf('Conv3D', { ...filters, strides: 2, dilation_rate: 2 }, [[9, 9, 9, 1]])).toBe(
      "Conv3D 'layer': strides 2x2x2 and dilation_rate 2x2x2 cannot both be above 1. Set one of them to 1."
    )
    expect(errorOf('DepthwiseConv2D', { kernel_size: 2, strides: [1, 2] }, [[5, 6, 2]])).toBe(
      "DepthwiseConv2D 'layer': strides 1x2 differ, but filters of single channels move equally far along both axes. Use the same stride twice."
    )
    expect(errorOf('Reshape', { target_shape: [7, 7] }, [[5, 6, 2]])).toBe(
      "Reshape 'layer': cannot lay out [5, 6, 2] (60 values) as [7, 7]. Use sizes whose product is 60, or -1 for one of them."
    )
    expect(
      errorOf('Add', {}, [
        [4, 4, 8],
        [4, 4, 1]
      ])
    ).toMatch(/^Add 'layer': adds inputs of one shape, received \[4, 4, 8\] and \[4, 4, 1\]/)
    expect(errorOf('Add', {}, [[4]])).toMatch(/takes two inputs or more, received 1/)
    expect(
      errorOf('Conv2D', { ...filters, filters: 65_536, padding: 'same' }, [[999, 999, 1]])
    ).toMatch(/would make a tensor of 65404993536 values, at most 2147483647 fit/)
  })

  it('is keyed by the class name that it writes', () => {
    for (const [key, layer] of Object.entries(layers)) expect(layer.className).toBe(key)
  })

  it('explains itself and each of its parameters', () => {
    for (const kind of kinds) {
      const { help, link, category, params } = layers[kind]
      expect(help).toMatch(/^[A-Z].*\.$/)
      expect(link).toMatch(/^https:\/\/keras\.io\/api\/layers\/\w+\/[\w/]+\/$/)
      expect(Object.keys(layerCategories)).toContain(category)
      for (const param of Object.values(params)) expect(param.help).toMatch(/^['A-Z].*\.$/)
    }
  })

  it('has defaults that can be read back', () => {
    for (const kind of kinds) {
      for (const param of Object.values(layers[kind].params)) {
        if (param.default === undefined || param.default === null) continue
        expect(param.read(param.write(param.default))).toEqual(param.default)
      }
    }
  })
})

describe('receptive fields', () => {
  it.each(fixture.receptiveFields.map((one) => [one.name, one] as const))(
    'are as large as gradients reach: %s',
    (_name, { topology, receptiveField }) => {
      const { layers: analyses, errors } = analyzeModel(parseModel(topology))
      expect(errors).toEqual([])
      expect(analyses.at(-1)?.receptiveField).toEqual(receptiveField)
    }
  )
})

describe('whole documents', () => {
  const documents = fixture.documents as unknown as Document[]

  it.each(documents.map((one) => [one.name, one] as const))(
    'a %s has the parameters that Keras counts',
    (_name, { model, parameters }) => {
      const analysis = analyzeModel(parseModel(model))
      expect(analysis.errors).toEqual([])
      expect(analysis.parameters).toBe(parameters)
    }
  )

  it.each(['graph', 'chain'])('a %s is the same in the words of Keras 2 and 3', (kind) => {
    const [one, other] = documents
      .filter(({ name }) => name.startsWith(kind))
      .map(({ model }) =>
        parseModel(model).layers.map(({ params, inputs }) => ({ params, inputs }))
      )
    expect(ignoreSpelling(one)).toEqual(ignoreSpelling(other))
  })
})

describe(`the shipped experiments, against ${summaries.writtenBy}`, () => {
  const experimentsFolder = resolve('resources/experiments')
  const names = readdirSync(experimentsFolder).map((file) => file.replace('.json', ''))

  it.each(names)('%s has the parameters that Keras counts', (name) => {
    const text = readFileSync(join(experimentsFolder, `${name}.json`), 'utf8')
    const analysis = analyzeModel(parseModel(parseExperimentText(text, name).model))
    const counted = summaries.models[name as keyof typeof summaries.models]
    expect(analysis.trainableParameters).toBe(counted.trainable)
    expect(analysis.nonTrainableParameters).toBe(counted.nonTrainable)
  })
})

/** A model of one layer, with an input for each branch that it takes. */
function wrap({
  className,
  config,
  inputShapes
}: Pick<Case, 'className' | 'config' | 'inputShapes'>) {
  const sources = inputShapes.map((shape, index) => ({
    class_name: 'InputLayer',
    name: `input${index}`,
    config: { name: `input${index}`, batch_shape: [null, ...shape] },
    inbound_nodes: []
  }))
  const layer = {
    class_name: className,
    name: 'layer',
    config,
    inbound_nodes: [sources.map(({ name }) => [name, 0, 0, {}])]
  }
  return {
    class_name: 'Functional',
    config: {
      name: 'wrapped',
      layers: [...sources, layer],
      input_layers: [['input0', 0, 0]],
      output_layers: [['layer', 0, 0]]
    }
  }
}

/** What is said of a model that cannot be; empty when nothing is. */
function refusalOf(model: ReturnType<typeof wrap>): string {
  try {
    return analyzeModel(parseModel(model)).errors.join(' ')
  } catch (error) {
    return (error as Error).message
  }
}

/** All but what has two spellings in Keras itself: penalties, which we always write as L1L2. */
function comparable(config: Config): Config {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key !== 'dtype')
      .filter(([key, value]) => !key.endsWith('_regularizer') || value === null)
      .map(([key, value]) => [key, key.endsWith('axis') ? [value].flat() : swish(value)])
  )
}

/** Keras knows it by two names. */
function swish(value: unknown): unknown {
  return typeof value === 'string' ? value.replace('silu', 'swish') : value
}

/**
 * Keras 2 counts an axis from the front where Keras 3 counts from the back, does not write unset options, and rounds to
 * 32 bits.
 */
function ignoreSpelling(params: unknown): unknown {
  return JSON.parse(
    JSON.stringify(params, (key: string, value: unknown) => {
      if (key === 'axis') return 'an axis'
      if (typeof value === 'number') return Math.fround(value)
      return value === null || key === 'seed' ? undefined : value
    })
  )
}
