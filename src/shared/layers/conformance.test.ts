import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText } from '../experiment'
import branches from '../fixtures/keras-branches.json'
import fixture from '../fixtures/keras-layers.json'
import summaries from '../fixtures/keras-summaries.json'
import { analyzeModel, parseModel, toKerasJson } from '../model'
import { layers, type LayerKind } from './index'

interface Case {
  className: string
  config: Record<string, unknown>
  inputShape: number[]
  outputShape: number[]
  weights: { name: string; shape: number[] }[]
  trainable: number
  nonTrainable: number
}
const experimentsFolder = resolve('resources/experiments')
const cases = fixture.cases as unknown as Case[]

describe(`every layer of the table, against ${fixture.writtenBy}`, () => {
  it('has cases for each kind', () => {
    const covered = new Set([...cases, ...branches.cases].map(({ className }) => className))
    const kinds = Object.keys(layers).filter((kind) => kind !== 'InputLayer')
    expect(kinds.filter((kind) => !covered.has(kind))).toEqual([])
  })

  it.each(cases.map((one, index) => [`${one.className} #${index}`, one] as const))(
    '%s gives the shape and the weights that Keras gives',
    (_name, { className, config, inputShape, outputShape, weights, trainable, nonTrainable }) => {
      const [, analysis] = analyzeModel(parseModel(alone(className, config, inputShape))).layers
      expect(analysis?.error).toBeNull()
      expect(analysis?.outputShape).toEqual(outputShape)
      expect(analysis?.weights.map(({ shape }) => shape)).toEqual(weights.map(({ shape }) => shape))
      expect(analysis?.trainableParameters).toBe(trainable)
      expect(analysis?.nonTrainableParameters).toBe(nonTrainable)
    }
  )

  it.each(cases.map((one, index) => [`${one.className} #${index}`, one] as const))(
    '%s survives being written and read again',
    (_name, { className, config, inputShape }) => {
      const graph = parseModel(alone(className, config, inputShape))
      expect(parseModel(toKerasJson(graph))).toEqual(graph)
    }
  )

  it.each(branches.cases.map((one, index) => [`${one.className} #${index}`, one] as const))(
    '%s of several inputs gives the shape that Keras gives, and survives being written',
    (_name, { className, config, inputShapes, outputShape }) => {
      const graph = parseModel(joined(className, config, inputShapes))
      const analysis = analyzeModel(graph).layers.at(-1)
      expect(analysis?.error).toBeNull()
      expect(analysis?.outputShape).toEqual(outputShape)
      expect(parseModel(toKerasJson(graph))).toEqual(graph)
    }
  )

  it('refuses to join shapes that differ, and to join one branch alone', () => {
    const errorOf = (inputShapes: number[][]) =>
      analyzeModel(parseModel(joined('Add', {}, inputShapes))).errors
    expect(
      errorOf([
        [4, 4, 8],
        [4, 4, 1]
      ])
    ).toEqual([
      expect.stringMatching(
        /^Add 'layer': adds inputs of one shape, received \[4, 4, 8\] and \[4, 4, 1\]/
      )
    ])
    expect(errorOf([[4]])).toEqual([expect.stringMatching(/takes two inputs or more, received 1/)])
  })

  it('is keyed by the class name that it writes', () => {
    for (const [key, layer] of Object.entries(layers)) expect(layer.className).toBe(key)
  })

  it('explains itself and each of its parameters', () => {
    for (const kind of Object.keys(layers) as LayerKind[]) {
      expect(layers[kind].help).toMatch(/\.$/)
      for (const param of Object.values(layers[kind].params)) expect(param.help).toMatch(/\.$/)
    }
  })
})

describe(`the shipped experiments, against ${summaries.writtenBy}`, () => {
  const names = readdirSync(experimentsFolder).map((file) => file.replace('.json', ''))

  it.each(names)('%s has the parameters that Keras counts', (name) => {
    const text = readFileSync(join(experimentsFolder, `${name}.json`), 'utf8')
    const analysis = analyzeModel(parseModel(parseExperimentText(text, name).model))
    const counted = summaries.models[name as keyof typeof summaries.models]
    expect(analysis.trainableParameters).toBe(counted.trainable)
    expect(analysis.nonTrainableParameters).toBe(counted.nonTrainable)
  })
})

/** A model of one layer behind an input. */
function alone(className: string, config: Record<string, unknown>, inputShape: number[]) {
  return {
    class_name: 'Functional',
    config: {
      name: 'alone',
      layers: [
        {
          class_name: 'InputLayer',
          name: 'input',
          config: { name: 'input', batch_input_shape: [null, ...inputShape] },
          inbound_nodes: []
        },
        { class_name: className, name: 'layer', config, inbound_nodes: [[['input', 0, 0, {}]]] }
      ],
      input_layers: [['input', 0, 0]],
      output_layers: [['layer', 0, 0]]
    }
  }
}

/** A layer that joins branches, each of them an input of its own. */
function joined(className: string, config: object, inputShapes: number[][]) {
  const sources = inputShapes.map((shape, index) => ({
    class_name: 'InputLayer',
    name: `input${index}`,
    config: { name: `input${index}`, batch_input_shape: [null, ...shape] },
    inbound_nodes: []
  }))
  return {
    class_name: 'Functional',
    config: {
      name: 'joined',
      layers: [
        ...sources,
        {
          class_name: className,
          name: 'layer',
          config,
          inbound_nodes: [sources.map(({ name }) => [name, 0, 0, {}])]
        }
      ],
      input_layers: [['input0', 0, 0]],
      output_layers: [['layer', 0, 0]]
    }
  }
}
