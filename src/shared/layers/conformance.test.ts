import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText } from '../experiment'
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
    const covered = new Set(cases.map(({ className }) => className))
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
