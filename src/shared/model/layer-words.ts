/** A layer in a few words: what stands in its block, its row and its card. */
import { formatCount } from '../format'
import { layers } from '../layers'
import type { Shape } from '../layers/layer'
import type { LayerAnalysis } from './analyze'
import type { ModelLayer } from './graph'
import { wordsOfValue } from './param-words'

/** What says most about a layer, in the order in which it is said. */
const tellingKeys = [
  'shape',
  'targetShape',
  'filters',
  'units',
  'kernelSize',
  'poolSize',
  'size',
  'height',
  'width',
  'strides',
  'dilationRate',
  'rate',
  'stddev',
  'scale',
  'cropping',
  'padding',
  'axis',
  'activation'
] as const

/** Said even where the value is the one that a layer has anyway. */
const alwaysTold: ReadonlySet<string> = new Set(['poolSize', 'size'])

/** `32 · 3×3 · same · relu`; empty where there is nothing to say. */
export function describeParams({ kind, params }: Pick<ModelLayer, 'kind' | 'params'>): string {
  const table = layers[kind].params
  return tellingKeys
    .flatMap((key) => {
      const param = table[key]
      if (!param) return []
      const value = params[key]
      const isDefault = JSON.stringify(value) === JSON.stringify(param.default)
      if (value === null || (isDefault && !alwaysTold.has(key))) return []
      const words = wordsOfValue(param, value)
      return [key === 'strides' ? `/${words}` : words]
    })
    .join(' · ')
}

/** `32×32×3`; `?` where nothing can be computed. */
export function describeShape(shape: Shape | null): string {
  return shape ? shape.map(formatCount).join('×') : '?'
}

export function countParameters(one: LayerAnalysis): number {
  return one.trainableParameters + one.nonTrainableParameters
}

/** `11×11`, or `–` where a value sees no window of the picture. */
export function describeReceptiveField({ receptiveField }: LayerAnalysis): string {
  return receptiveField ? receptiveField.join('×') : '–'
}
