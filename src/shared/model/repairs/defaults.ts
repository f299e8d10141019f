/** The last resort: a parameter back to what Keras has where nothing is said. */
import { layers } from '../../layers'
import { setParam } from '../edit/params'
import { wordsOfParam } from '../param-words'
import type { Repair } from './repair'

export const resetParams: Repair = ({ graph, layer }) =>
  Object.entries(layers[layer.kind].params).flatMap(([key, param]) => {
    const value: unknown = param.default ?? param.start
    const isSame = JSON.stringify(value) === JSON.stringify(layer.params[key])
    if (value === undefined || isSame || layer.kind === 'InputLayer') return []
    return [
      {
        label: `Reset ${wordsOfParam(key).toLowerCase()}`,
        change: () => setParam(graph, [layer.name], key, value)
      }
    ]
  })
