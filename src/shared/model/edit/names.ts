/** Names for new layers, as Keras makes them. */
import type { LayerKind } from '../../layers'
import { UserError } from '../../contract/define'
import type { ModelGraph } from '../graph'

/** Keras' own rule: `MaxPooling2D` becomes `max_pooling2d`, `ReLU` becomes `re_lu`. */
export function nameOfKind(kind: LayerKind): string {
  if (kind === 'InputLayer') return 'input'
  return kind
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/** `wanted`, or with the first number behind it that is free: `conv2d_1`. */
export function findFreeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/_\d+$/, '')
  for (let number = 1; ; number++) {
    const name = `${stem}_${number}`
    if (!taken.has(name)) return name
  }
}

export function namesOf({ layers }: Pick<ModelGraph, 'layers'>): Set<string> {
  return new Set(layers.map(({ name }) => name))
}

/** @throws UserError when a layer cannot be called so. */
export function checkName(name: string, taken: ReadonlySet<string>): string {
  if (!/^[\w./-]{1,120}$/.test(name)) {
    throw new UserError(
      `A layer cannot be named ${JSON.stringify(name)}. Use letters, digits, '_', '-', '.' or '/'.`
    )
  }
  if (taken.has(name)) {
    throw new UserError(`Another layer is named '${name}'. Choose a name of its own.`)
  }
  return name
}
