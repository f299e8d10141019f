/** A network that ends in logits: it trains, and says no probabilities. */
import { findLayer, title } from '../graph'
import { findEarlyHead, headActivation } from '../head'
import type { Check } from './finding'

export const checkMissingHead: Check = (graph, analysis, purpose) => {
  const last = findLayer(graph, graph.output)
  const isRow = analysis.outputShape?.length === 1
  if (!last || !purpose || !isRow || headActivation(last) !== 'linear') return []
  if (findEarlyHead(graph, last) !== null) return []
  return [
    {
      layer: last.name,
      severity: 'warning',
      topic: 'missing-head',
      message: `${title(last)}: ends without ${purpose.head}. Training adds it to the loss, but elsewhere the saved model gives logits, not probabilities. Set its activation to ${purpose.head}.`
    }
  ]
}
