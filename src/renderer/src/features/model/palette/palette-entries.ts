/** The layers of the palette: the table's, on its shelves, found by what people type. */
import { layers, type LayerKind } from '@shared/layers'
import { layerCategories, type LayerCategory } from '@shared/layers/layer'

export interface PaletteEntry {
  readonly kind: LayerKind
  readonly label: string
  readonly help: string
  readonly category: LayerCategory
}

export interface PaletteShelf {
  readonly category: LayerCategory
  readonly label: string
  readonly entries: readonly PaletteEntry[]
}

/** A network has one input, which is there from the start. */
const entries: readonly PaletteEntry[] = (Object.keys(layers) as LayerKind[])
  .filter((kind) => kind !== 'InputLayer')
  .map((kind) => ({ kind, ...pickWords(kind) }))

function pickWords(kind: LayerKind): Omit<PaletteEntry, 'kind'> {
  const { label, help, category } = layers[kind]
  return { label, help, category }
}

/** What a typed text may mean, the best first: the beginning of a name, its capitals (`gap`), a part of it, of its help. */
export function searchLayers(text: string): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return entries
  return entries
    .map((entry) => ({ entry, rank: rank(entry, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}

const NO_MATCH = 4

function rank({ label, help }: PaletteEntry, wanted: string): number {
  const name = label.toLowerCase().replaceAll(' ', '')
  const initials = label.replace(/[^A-Z0-9]/g, '').toLowerCase()
  const typed = wanted.replaceAll(' ', '')
  if (name.startsWith(typed)) return 0
  if (initials.startsWith(typed)) return 1
  if (name.includes(typed)) return 2
  return help.toLowerCase().includes(wanted) ? 3 : NO_MATCH
}

/** All layers, shelf by shelf. */
export const shelves: readonly PaletteShelf[] = (
  Object.entries(layerCategories) as [LayerCategory, string][]
)
  .map(([category, label]) => ({
    category,
    label,
    entries: entries
      .filter((entry) => entry.category === category)
      .sort((a, b) => axesRank(a) - axesRank(b))
  }))
  .filter((shelf) => shelf.entries.length > 0)

/** Layers for pictures first, then those for sequences and volumes. */
function axesRank({ kind }: PaletteEntry): number {
  return /[13]D$/.test(kind) ? 1 : 0
}

/** What a dragged layer is called on its way to the canvas. */
export const DRAGGED_LAYER = 'application/x-receptive-layer'
