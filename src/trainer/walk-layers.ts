/** Lets a batch flow through a network layer by layer, so that each layer can be looked at, or timed. */
import type { ModelGraph } from '@shared/model'
import { tf, type LayersModel, type Tensor } from './tf'

export interface LayerPass {
  /** The layer's name. */
  readonly name: string
  /** What it gives, alive only while it is told. */
  readonly output: Tensor
  /** What computing it took; 0 for the input, which computes nothing. */
  readonly milliseconds: number
}

/**
 * Tells every layer of `graph` in its order, and frees what a layer gave once all that follow it have it. The weights are
 * those of `model`, which holds every layer of the graph but the input; null where there is no other.
 */
export function walkLayers(
  {
    graph,
    model,
    images,
    isTraining,
    settle = () => undefined
  }: {
    graph: ModelGraph
    model: LayersModel | null
    images: Tensor
    isTraining: boolean
    /** Waits until a result is there, on a device that computes while the program goes on. */
    settle?: (output: Tensor) => void
  },
  onLayer: (pass: LayerPass) => void
): void {
  tf.tidy(() => {
    const outputs = new Map<string, Tensor>()
    const uses = countUses(graph)
    const release = (name: string): void => {
      const left = (uses.get(name) ?? 0) - 1
      uses.set(name, left)
      if (left <= 0 && name !== graph.input) outputs.get(name)?.dispose()
    }
    for (const { name, inputs } of graph.layers) {
      const startedAt = performance.now()
      const output = name === graph.input ? images : apply(model, name, inputs)
      settle(output)
      const milliseconds = name === graph.input ? 0 : performance.now() - startedAt
      outputs.set(name, output)
      onLayer({ name, output, milliseconds })
      for (const input of inputs) release(input)
      if (!uses.has(name)) release(name)
    }

    function apply(own: LayersModel | null, name: string, inputs: readonly string[]): Tensor {
      const taken = inputs.map((input) => outputs.get(input) as Tensor)
      const given = taken.length === 1 ? (taken[0] as Tensor) : taken
      return own?.getLayer(name).apply(given, { training: isTraining }) as Tensor
    }
  })
}

/** How often each layer's output is taken; a layer that takes one twice counts twice. */
function countUses({ layers }: ModelGraph): Map<string, number> {
  const uses = new Map<string, number>()
  for (const input of layers.flatMap(({ inputs }) => inputs)) {
    uses.set(input, (uses.get(input) ?? 0) + 1)
  }
  return uses
}
