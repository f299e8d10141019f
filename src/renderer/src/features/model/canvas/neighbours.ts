/** From layer to layer by arrow keys: along the connections, and across the branches. */
import { findLayer, findUsers, type ModelGraph } from '@shared/model'

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The next layer; null where the network ends. Up and down follow connections, left and right the order of the model. */
export function findNeighbour(
  graph: ModelGraph,
  from: string,
  direction: Direction
): string | null {
  switch (direction) {
    case 'up':
      return findLayer(graph, from)?.inputs[0] ?? null
    case 'down':
      return findUsers(graph).get(from)?.[0] ?? null
    case 'left':
      return stepBy(graph, from, -1)
    case 'right':
      return stepBy(graph, from, 1)
  }
}

function stepBy({ layers }: ModelGraph, from: string, by: number): string | null {
  const index = layers.findIndex(({ name }) => name === from)
  return index < 0 ? null : (layers[index + by]?.name ?? null)
}
