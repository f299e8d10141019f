/** What every layer of a model gives and costs; errors stay with the layer that causes them. */
import { layers } from '../layers'
import { countElements, LayerError, type Shape, type WeightSpec } from '../layers/layer'
import { title, type ModelGraph, type ModelLayer } from './graph'
import { findStructureErrors } from './structure'
import { clipToPicture, lookThrough, sightOfInput, type Sight } from './receptive-field'

/** What one layer gives and costs, or why it cannot be. */
export interface LayerAnalysis {
  readonly layer: ModelLayer
  /** Null when this layer cannot be computed, or one before it. */
  readonly outputShape: Shape | null
  readonly weights: readonly WeightSpec[]
  readonly trainableParameters: number
  readonly nonTrainableParameters: number
  /** Multiply-adds of one example, forward. */
  readonly multiplyAdds: number
  /** Pixels of the input that one value of the output sees, along each axis; null where that has no meaning. */
  readonly receptiveField: readonly number[] | null
  /** A sentence that names the layer, what arrived and what to do; null when all is well. */
  readonly error: string | null
}

export interface ModelAnalysis {
  readonly layers: readonly LayerAnalysis[]
  readonly inputShape: Shape
  /** Null when the model has errors. */
  readonly outputShape: Shape | null
  readonly parameters: number
  readonly trainableParameters: number
  readonly nonTrainableParameters: number
  readonly multiplyAdds: number
  readonly errors: readonly string[]
}

const FLOAT_BYTES = 4

/** Bytes that what a layer gives takes for one batch; 0 behind an error. */
export function computeActivationBytes(
  { outputShape }: Pick<LayerAnalysis, 'outputShape'>,
  batchSize: number
): number {
  return outputShape ? FLOAT_BYTES * batchSize * countElements(outputShape) : 0
}

/** Bytes that all layers together give for one batch. */
export function sumActivationBytes({ layers }: ModelAnalysis, batchSize: number): number {
  return layers.reduce((sum, one) => sum + computeActivationBytes(one, batchSize), 0)
}

/** Graphs are replaced, never changed: what was found of one holds as long as it does. */
const known = new WeakMap<ModelGraph, ModelAnalysis>()

/** Infers every shape and counts every cost. */
export function analyzeModel(graph: ModelGraph): ModelAnalysis {
  const found = known.get(graph) ?? analyze(graph)
  known.set(graph, found)
  return found
}

function analyze(graph: ModelGraph): ModelAnalysis {
  const shapes = new Map<string, Shape | null>()
  const sights = new Map<string, Sight | null>()
  const picture = findPicture(graph)
  const structureErrors = findStructureErrors(graph)
  const analyses = graph.layers.map((layer) => {
    const inputs = layer.inputs.map((input) => shapes.get(input) ?? null)
    const measured = analyzeLayer(layer, inputs)
    const analysis = { ...measured, error: structureErrors.get(layer.name) ?? measured.error }
    shapes.set(layer.name, analysis.outputShape)
    const sight = analysis.outputShape && look(layer, { shapes, sights, picture })
    sights.set(layer.name, sight)
    return { ...analysis, receptiveField: clipToPicture(sight, picture) }
  })
  const sum = (pick: (one: LayerAnalysis) => number) =>
    analyses.reduce((total, one) => total + pick(one), 0)
  const trainableParameters = sum((one) => one.trainableParameters)
  const nonTrainableParameters = sum((one) => one.nonTrainableParameters)
  return {
    layers: analyses,
    inputShape: shapes.get(graph.input) ?? [],
    outputShape: shapes.get(graph.output) ?? null,
    parameters: trainableParameters + nonTrainableParameters,
    trainableParameters,
    nonTrainableParameters,
    multiplyAdds: sum((one) => one.multiplyAdds),
    errors: analyses.flatMap(({ error }) => (error === null ? [] : [error]))
  }
}

/** The shape of the model's input, which receptive fields are measured in. */
function findPicture(graph: ModelGraph): Shape {
  const input = graph.layers.find(({ name }) => name === graph.input)
  return input ? (analyzeLayer(input, []).outputShape ?? []) : []
}

function look(
  layer: ModelLayer,
  known: { shapes: Map<string, Shape | null>; sights: Map<string, Sight | null>; picture: Shape }
): Sight | null {
  const { picture, shapes, sights } = known
  if (layer.inputs.length === 0) return sightOfInput(picture)
  const inputs = layer.inputs.map((name) => shapes.get(name) ?? [])
  const output = shapes.get(layer.name) ?? []
  const reach = layers[layer.kind].reach(layer.params as never, inputs, output)
  const before = layer.inputs.map((name) => sights.get(name) ?? null)
  return lookThrough(reach, before, picture)
}

/** A tensor of more elements than this cannot be indexed by TensorFlow's 32-bit kernels. */
const MOST_ELEMENTS = 2 ** 31 - 1

function analyzeLayer(
  layer: ModelLayer,
  inputs: readonly (Shape | null)[]
): Omit<LayerAnalysis, 'receptiveField'> {
  const nothing = {
    layer,
    outputShape: null,
    weights: [],
    trainableParameters: 0,
    nonTrainableParameters: 0,
    multiplyAdds: 0
  }
  const known = inputs.filter((input): input is Shape => input !== null)
  if (known.length < inputs.length) return { ...nothing, error: null }
  try {
    return { ...measureLayer(layer, known), error: null }
  } catch (error) {
    if (error instanceof LayerError)
      return { ...nothing, error: `${title(layer)}: ${error.message}` }
    throw error
  }
}

/** @throws LayerError when the layer cannot be. */
function measureLayer(layer: ModelLayer, inputs: readonly Shape[]) {
  const definition = layers[layer.kind]
  const params = layer.params as never
  const outputShape = definition.outputShape(params, inputs)
  const weights = definition
    .weights(params, inputs)
    .map((one) => ({ ...one, isTrainable: one.isTrainable && layer.isTrainable }))
  refuseTooLarge([outputShape, ...weights.map(({ shape }) => shape)])
  const count = (isTrainable: boolean) =>
    weights
      .filter((one) => one.isTrainable === isTrainable)
      .reduce((total, one) => total + countElements(one.shape), 0)
  return {
    layer,
    outputShape,
    weights,
    trainableParameters: count(true),
    nonTrainableParameters: count(false),
    multiplyAdds: definition.multiplyAdds(params, inputs, outputShape)
  }
}

function refuseTooLarge(shapes: readonly Shape[]): void {
  const largest = Math.max(...shapes.map(countElements))
  if (largest > MOST_ELEMENTS) {
    throw new LayerError(
      `would make a tensor of ${largest} values, at most ${MOST_ELEMENTS} fit. Make it smaller.`
    )
  }
}
