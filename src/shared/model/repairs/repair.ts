/** A change that may remove what is wrong with a layer. Whether it does is found out by trying it. */
import { layers } from '../../layers'
import type { Shape } from '../../layers/layer'
import type { Finding, ModelPurpose } from '../findings'
import type { LayerAnalysis, ModelAnalysis } from '../analyze'
import type { ModelGraph, ModelLayer } from '../graph'

/** What a repair knows of the trouble. */
export interface Trouble {
  readonly graph: ModelGraph
  readonly analysis: ModelAnalysis
  readonly finding: Finding
  readonly purpose: ModelPurpose | null
  readonly layer: ModelLayer
  /** What goes into the layer; null for what cannot be computed. */
  readonly inputs: readonly (Shape | null)[]
}

export interface Candidate {
  /** What a button says: "Insert Flatten". */
  readonly label: string
  /** @throws UserError when it cannot be done after all. */
  change(): ModelGraph
  /** The layer whose output shows the effect; the layer with the trouble when absent. */
  readonly shows?: (changed: ModelGraph) => string
}

export type Repair = (trouble: Trouble) => readonly Candidate[]

export function shapeOf(analysis: ModelAnalysis, name: string): Shape | null {
  return findAnalysis(analysis, name)?.outputShape ?? null
}

export function findAnalysis(analysis: ModelAnalysis, name: string): LayerAnalysis | null {
  return analysis.layers.find(({ layer }) => layer.name === name) ?? null
}

export function hasParam({ kind }: Pick<ModelLayer, 'kind'>, key: string): boolean {
  return Object.hasOwn(layers[kind].params, key)
}

/** Layers that bring pictures to a row of values. */
export const toRow = [
  { kind: 'Flatten', label: 'Flatten' },
  { kind: 'GlobalAveragePooling2D', label: 'global average pooling' }
] as const
