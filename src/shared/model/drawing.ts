/** How a person drew a model: where blocks were put, and which layers are one named block. */
import { z } from 'zod'

/** The middle of the upper edge of a block on the canvas, in pixels at 100 %. */
const placeSchema = z.object({ x: z.number().finite(), y: z.number().finite() })
export type Place = z.infer<typeof placeSchema>

const blockSchema = z.object({
  name: z.string().trim().min(1).max(60),
  /** Names of layers; a layer is in one block at most. */
  layers: z.array(z.string()).min(1),
  isCollapsed: z.boolean().default(false)
})
/** Layers that a person made one thing of. */
export type Block = z.infer<typeof blockSchema>

const drawingSchema = z.object({
  /** Layers that were put somewhere, by name; the others are laid out tidily. */
  places: z.record(z.string(), placeSchema).default({}),
  blocks: z.array(blockSchema).default([])
})
export type Drawing = z.infer<typeof drawingSchema>

export const NO_DRAWING: Drawing = { places: {}, blocks: [] }

/** Reads a drawing beside a model; one that means nothing is none: the model is worth more than its picture. */
export function readDrawing(value: unknown, names: ReadonlySet<string>): Drawing | null {
  const parsed = drawingSchema.safeParse(value)
  return parsed.success ? keepKnown(parsed.data, names) : null
}

/** What is left of a drawing when only some of its layers are; null when that is nothing. */
export function keepKnown(drawing: Drawing, names: ReadonlySet<string>): Drawing | null {
  const places = Object.fromEntries(
    Object.entries(drawing.places).filter(([name]) => names.has(name))
  )
  const taken = new Set<string>()
  const blocks = drawing.blocks.flatMap((block) => {
    const layers = block.layers.filter((name) => names.has(name) && !taken.has(name))
    for (const name of layers) taken.add(name)
    return layers.length > 0 ? [{ ...block, layers }] : []
  })
  return blocks.length === 0 && Object.keys(places).length === 0 ? null : { places, blocks }
}
