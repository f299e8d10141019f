/** Brings the weights of a file to a model, layer by layer. */
import { formatShape } from '@shared/layers/layer'
import { analyzeModel, title, type ModelGraph } from '@shared/model'
import type { WeightCopy } from '../weights'
import type { FileTensor } from './found-file'

export type FittedWeights =
  | { readonly kind: 'fits'; readonly weights: readonly WeightCopy[] }
  | { readonly kind: 'differs'; readonly reason: string }

/** Every weight of the model must be there, in its shape. */
export function fitWeights(
  graph: ModelGraph,
  found: ReadonlyMap<string, readonly FileTensor[]>
): FittedWeights {
  const weights: WeightCopy[] = []
  for (const { layer, weights: specs } of analyzeModel(graph).layers) {
    const tensors = found.get(layer.name) ?? []
    if (specs.length > 0 && tensors.length !== specs.length) {
      return {
        kind: 'differs',
        reason: `${title(layer)} has ${specs.length} weights, the file has ${tensors.length} of it.`
      }
    }
    for (const [index, { name, shape }] of specs.entries()) {
      const tensor = tensors[index]
      if (!tensor || formatShape(tensor.shape) !== formatShape(shape)) {
        return {
          kind: 'differs',
          reason: `${title(layer)}: ${name} is ${formatShape(shape)}, in the file it is ${formatShape(tensor?.shape ?? [])}.`
        }
      }
      weights.push({ name: `weight/${layer.name}/${name}`, shape, values: tensor.values })
    }
  }
  return { kind: 'fits', weights }
}
