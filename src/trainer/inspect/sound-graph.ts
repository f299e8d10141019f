/** Cuts a model that is being drawn to what can be computed of it already. */
import { analyzeModel, type ModelGraph } from '@shared/model'

export interface SoundGraph {
  /** The largest part without errors: every layer that a picture reaches. */
  readonly graph: ModelGraph
  /** Layers that no other one of the part takes its input from. */
  readonly ends: readonly string[]
  /** Whether nothing was cut off. */
  readonly isWhole: boolean
}

/** A part may have several ends, or none but the input. */
export function cutSoundGraph(graph: ModelGraph): SoundGraph {
  const analysis = analyzeModel(graph)
  const kept = new Set<string>()
  for (const { layer, outputShape } of analysis.layers) {
    if (outputShape === null) continue
    const { name, inputs } = layer
    // An input that is not the model's has nothing to flow in.
    const isReached = inputs.length > 0 && inputs.every((input) => kept.has(input))
    if (name === graph.input || isReached) kept.add(name)
  }
  const layers = graph.layers.filter(({ name }) => kept.has(name))
  const taken = new Set(layers.flatMap(({ inputs }) => inputs))
  return {
    graph: { ...graph, layers },
    ends: layers.map(({ name }) => name).filter((name) => !taken.has(name)),
    isWhole: layers.length === graph.layers.length && analysis.errors.length === 0
  }
}
