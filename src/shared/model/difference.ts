/** What two models have in common and what not: layers aligned in their order, each pair with what changed in it. */
import { layers } from '../layers'
import type { Shape } from '../layers/layer'
import type { Param } from '../layers/params'
import { analyzeModel, sumActivationBytes, type LayerAnalysis, type ModelAnalysis } from './analyze'
import { countParameters } from './layer-words'
import type { ModelGraph, ModelLayer } from './graph'
import { wordsOfParam, wordsOfValue } from './param-words'

/** One parameter that differs, in words. */
export interface ParamChange {
  readonly label: string
  readonly before: string
  readonly after: string
}

/** One side of a row. */
export interface DifferenceSide {
  readonly layer: ModelLayer
  readonly shape: Shape | null
  readonly parameters: number
  readonly multiplyAdds: number
}

export interface DifferenceRow {
  readonly kind: 'same' | 'changed' | 'added' | 'removed'
  /** Null for a layer that was added. */
  readonly before: DifferenceSide | null
  /** Null for a layer that was removed. */
  readonly after: DifferenceSide | null
  readonly changes: readonly ParamChange[]
}

export interface TotalsOfModel {
  readonly parameters: number
  readonly multiplyAdds: number
  readonly activationBytes: number
  readonly layers: number
}

export interface ModelDifference {
  readonly rows: readonly DifferenceRow[]
  readonly before: TotalsOfModel
  readonly after: TotalsOfModel
}

/** @param options.batchSize for the memory of activations */
export function compareModels(
  before: ModelGraph,
  after: ModelGraph,
  { batchSize }: { batchSize: number }
): ModelDifference {
  const [one, other] = [analyzeModel(before), analyzeModel(after)]
  const pairs = align(one.layers, other.layers)
  const partners = new Map(
    pairs.flatMap(([a, b]) => (a && b ? [[a.layer.name, b.layer.name] as const] : []))
  )
  return {
    rows: pairs.map(([a, b]) => createRow(a, b, partners)),
    before: totalsOf(one, batchSize),
    after: totalsOf(other, batchSize)
  }
}

function totalsOf(analysis: ModelAnalysis, batchSize: number): TotalsOfModel {
  return {
    parameters: analysis.parameters,
    multiplyAdds: analysis.multiplyAdds,
    activationBytes: sumActivationBytes(analysis, batchSize),
    layers: analysis.layers.length
  }
}

type Pair = readonly [LayerAnalysis | null, LayerAnalysis | null]

/** What it costs to leave a layer without a partner. Two of another kind are never partners. */
const GAP_COST = 1

/** The cheapest alignment in order (Needleman and Wunsch 1970). */
function align(before: readonly LayerAnalysis[], after: readonly LayerAnalysis[]): Pair[] {
  const width = after.length + 1
  const costs = new Float64Array((before.length + 1) * width)
  const at = (row: number, column: number): number => costs[row * width + column] ?? Infinity
  for (let row = 0; row <= before.length; row++) {
    for (let column = 0; column <= after.length; column++) {
      const [a, b] = [before[row - 1], after[column - 1]]
      costs[row * width + column] =
        row === 0 && column === 0
          ? 0
          : Math.min(
              row > 0 ? at(row - 1, column) + GAP_COST : Infinity,
              column > 0 ? at(row, column - 1) + GAP_COST : Infinity,
              a && b ? at(row - 1, column - 1) + costOfPair(a.layer, b.layer) : Infinity
            )
    }
  }
  const pairs: Pair[] = []
  let [row, column] = [before.length, after.length]
  while (row > 0 || column > 0) {
    const [a, b] = [before[row - 1] ?? null, after[column - 1] ?? null]
    const cost = at(row, column)
    if (a && b && cost === at(row - 1, column - 1) + costOfPair(a.layer, b.layer)) {
      pairs.push([a, b])
      row--
      column--
    } else if (a && cost === at(row - 1, column) + GAP_COST) {
      pairs.push([a, null])
      row--
    } else {
      pairs.push([null, b])
      column--
    }
  }
  return pairs.reverse()
}

/** Cheap for the same kind, cheaper with the same name and settings; dearer than two gaps for another kind. */
function costOfPair(a: ModelLayer, b: ModelLayer): number {
  if (a.kind !== b.kind) return 2 * GAP_COST + 1
  const changed = Object.keys(a.params).filter(
    (key) => !isSame(a.params[key], b.params[key])
  ).length
  return (a.name === b.name ? 0 : 0.3) + Math.min(1.2, 0.2 * changed)
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function createRow(
  a: LayerAnalysis | null,
  b: LayerAnalysis | null,
  partners: ReadonlyMap<string, string>
): DifferenceRow {
  const [before, after] = [a && toSide(a), b && toSide(b)]
  if (!a || !b) return { kind: a ? 'removed' : 'added', before, after, changes: [] }
  const changes = [...listParamChanges(a.layer, b.layer), ...listOtherChanges(a, b, partners)]
  return { kind: changes.length > 0 ? 'changed' : 'same', before, after, changes }
}

function toSide(one: LayerAnalysis): DifferenceSide {
  const { layer, outputShape: shape, multiplyAdds } = one
  return { layer, shape, parameters: countParameters(one), multiplyAdds }
}

function listParamChanges(a: ModelLayer, b: ModelLayer): ParamChange[] {
  const table = layers[a.kind].params as Readonly<Record<string, Param<unknown>>>
  return Object.entries(table)
    .filter(([key]) => !isSame(a.params[key], b.params[key]))
    .map(([key, param]) => ({
      label: wordsOfParam(key),
      before: wordsOfValue(param, a.params[key]),
      after: wordsOfValue(param, b.params[key])
    }))
}

/** A shape that follows from a change before it is no change of the layer itself, but worth seeing. */
function listOtherChanges(
  a: LayerAnalysis,
  b: LayerAnalysis,
  partners: ReadonlyMap<string, string>
): ParamChange[] {
  const trained = (layer: ModelLayer): string => (layer.isTrainable ? 'yes' : 'no')
  const expected = a.layer.inputs.map((name) => partners.get(name) ?? name)
  // Only joins are compared: the input of any other layer is the row above, or says itself what came between.
  const isJoin = a.layer.inputs.length > 1 || b.layer.inputs.length > 1
  const isRewired = isJoin && !isSame([...expected].sort(), [...b.layer.inputs].sort())
  return [
    ...(a.layer.isTrainable === b.layer.isTrainable
      ? []
      : [{ label: 'Trained', before: trained(a.layer), after: trained(b.layer) }]),
    ...(isRewired
      ? [{ label: 'Takes', before: a.layer.inputs.join(' + '), after: b.layer.inputs.join(' + ') }]
      : []),
    ...(isSame(a.outputShape, b.outputShape)
      ? []
      : [
          {
            label: 'Output',
            before: a.outputShape?.join('×') ?? '?',
            after: b.outputShape?.join('×') ?? '?'
          }
        ])
  ]
}
