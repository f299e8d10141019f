/** Small models for tests. */
import type { LayerKind } from '../layers'
import { addLayer } from './edit'
import type { ModelGraph } from './graph'
import { parseModel } from './read-keras'

/** Only an input of this shape, named 'image'. */
export function blankModel(shape: readonly number[] = [32, 32, 3]): ModelGraph {
  return parseModel({
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [
        {
          class_name: 'InputLayer',
          name: 'image',
          config: { batch_shape: [null, ...shape] },
          inbound_nodes: []
        }
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [['image', 0, 0]]
    }
  })
}

/** A chain behind the end of `graph`. */
export function chain(
  graph: ModelGraph,
  ...added: readonly (LayerKind | readonly [LayerKind, Record<string, unknown>])[]
): ModelGraph {
  return added.reduce((before, one) => {
    const [kind, params] = typeof one === 'string' ? [one, {}] : one
    return addLayer(before, { kind, params }, { after: before.output }).graph
  }, graph)
}

/** `a<-b`: each layer with its inputs, for a short comparison. */
export function describeGraph({ layers, output }: ModelGraph): string[] {
  return layers.map(
    ({ name, inputs }) =>
      `${name}${inputs.length > 0 ? ` < ${inputs.join(' + ')}` : ''}${name === output ? ' *' : ''}`
  )
}
