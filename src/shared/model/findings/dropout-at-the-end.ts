/** Dropout behind the last layer that learns: it would drop the answers themselves. */
import { layers } from '../../layers'
import { findFollowing, findUsers, title } from '../graph'
import type { Check } from './finding'

export const checkDropoutAtTheEnd: Check = (graph, analysis) => {
  const users = findUsers(graph)
  const learns = new Set(
    analysis.layers.filter(({ weights }) => weights.length > 0).map(({ layer }) => layer.name)
  )
  if (learns.size === 0) return []
  return graph.layers.flatMap((layer) => {
    if (layers[layer.kind].category !== 'regularisation') return []
    const following = findFollowing(layer.name, users)
    const isAtTheEnd = following.has(graph.output) && ![...following].some((one) => learns.has(one))
    if (!isAtTheEnd) return []
    return [
      {
        layer: layer.name,
        severity: 'warning',
        topic: 'late-dropout',
        message: `${title(layer)}: stands behind the last layer that learns, so training changes the answers themselves at random. Remove it, or put it before that layer.`
      }
    ]
  })
}
