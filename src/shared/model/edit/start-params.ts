/** What a new layer begins with. */
import { layers, type LayerKind } from '../../layers'

/** The default of each parameter, or what the table says that a new layer begins with. */
export function createParams(kind: LayerKind): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(layers[kind].params).map(([key, param]) => [
      key,
      param.default ?? param.start ?? null
    ])
  )
}
