/** Layers on the clipboard: JSON, so that they can be pasted into another window, or into a text. */
import { z } from 'zod'
import { UserError } from '../../contract/define'
import { toKerasJson } from '../write-keras'
import type { ModelGraph, ModelLayer } from '../graph'
import { parseModel } from '../read-keras'

const fragmentSchema = z.object({
  receptive: z.literal('layers'),
  layers: z
    .array(z.looseObject({ name: z.string() }))
    .min(1)
    .max(2000)
})

/** The layers of these names as text. */
export function writeFragment(graph: ModelGraph, names: readonly string[]): string {
  const { layers } = toKerasJson(graph).config as { layers: { name: string }[] }
  const chosen = layers.filter(({ name }) => names.includes(name))
  return JSON.stringify({ receptive: 'layers', layers: chosen }, null, 2)
}

/** Reads what writeFragment wrote; null for a text that is something else. @throws UserError for layers that cannot be. */
export function readFragment(text: string): readonly ModelLayer[] | null {
  const parsed = fragmentSchema.safeParse(readJson(text))
  if (!parsed.success) return null
  const { layers } = parsed.data
  const known = new Set(layers.map(({ name }) => name))
  // Alone, they are a model whose connections to the outside are cut.
  const graph = parseModel({
    class_name: 'Functional',
    config: {
      layers: layers.map((layer) => ({
        ...layer,
        inbound_nodes: cutConnections(layer.inbound_nodes, known)
      })),
      input_layers: [[layers[0]?.name, 0, 0]],
      output_layers: [[layers[0]?.name, 0, 0]]
    }
  })
  const names = layers.map(({ name }) => name)
  return [...graph.layers].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}

const tensorSchema = z.looseObject({
  config: z.looseObject({ keras_history: z.tuple([z.string()]).rest(z.unknown()) })
})
const nodeSchema = z.looseObject({ args: z.array(z.union([tensorSchema, z.array(tensorSchema)])) })

function cutConnections(nodes: unknown, known: ReadonlySet<string>): unknown[] {
  const parsed = z
    .array(nodeSchema)
    .max(1)
    .safeParse(nodes ?? [])
  if (!parsed.success) {
    throw new UserError('The layers on the clipboard are damaged. Copy them again.')
  }
  const inputs = parsed.data
    .flatMap(({ args }) => args.flat())
    .map(({ config }) => config.keras_history[0])
  const inside = inputs.filter((name) => known.has(name))
  return inside.length === 0 ? [] : [inside.map((name) => [name, 0, 0, {}])]
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
