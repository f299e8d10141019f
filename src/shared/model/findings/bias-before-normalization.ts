/** A bias that batch normalisation takes away again: it subtracts the mean, and the bias with it. */
import { findLayer, findUsers, title } from '../graph'
import type { Check } from './finding'

export const checkBiasBeforeNormalization: Check = (graph) => {
  const users = findUsers(graph)
  return graph.layers.flatMap((layer) => {
    const [user, ...others] = users.get(layer.name) ?? []
    const next = user === undefined ? null : findLayer(graph, user)
    const isUseless =
      layer.params.useBias === true &&
      layer.params.activation === 'linear' &&
      next?.kind === 'BatchNormalization' &&
      next.params.center === true &&
      others.length === 0
    if (!isUseless) return []
    return [
      {
        layer: layer.name,
        severity: 'warning',
        topic: 'useless-bias',
        message: `${title(layer)}: has a bias, which ${title(next)} takes away again with the mean. Set use bias to false.`
      }
    ]
  })
}
