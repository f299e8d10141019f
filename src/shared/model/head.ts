/** The end of a classifier: whether it goes with the classes of a data set and with a loss. */
import { formatShape } from '../layers/layer'
import type { ModelAnalysis } from './analyze'
import { title, type ModelGraph, type ModelLayer } from './graph'

/** Checks a model against a data set's classes; the sentences name the layer to change. Empty when it fits. */
export function findHeadErrors(
  graph: ModelGraph,
  analysis: ModelAnalysis,
  { classCount, head }: { classCount: number; head: 'softmax' | 'sigmoid' }
): string[] {
  const last = graph.layers.find((layer) => layer.name === graph.output)
  if (!last || !analysis.outputShape) return []
  const [units] = analysis.outputShape
  const errors: string[] = []
  const allowsOne = head === 'sigmoid' && classCount === 2
  if (analysis.outputShape.length !== 1) {
    errors.push(
      `${title(last)}: gives ${formatShape(analysis.outputShape)}, but a classifier ends in one number a class. Insert Flatten or GlobalAveragePooling2D before the last Dense layer.`
    )
  } else if (units !== classCount && !(allowsOne && units === 1)) {
    errors.push(
      `${title(last)}: gives ${units} values, but the data set has ${classCount} classes. Set its units to ${classCount}.`
    )
  }
  const activation = headActivation(last)
  if (activation !== head && activation !== 'linear') {
    errors.push(
      `${title(last)}: ends in '${activation}', but the loss needs '${head}'. Change its activation or the loss.`
    )
  }
  return errors
}

/** The activation in which a layer ends. A linear end gives logits, and the loss's own head is applied to them. */
export function headActivation(layer: ModelLayer): string {
  if (layer.kind === 'Softmax') return 'softmax'
  const { activation } = layer.params
  return typeof activation === 'string' ? activation : 'linear'
}
