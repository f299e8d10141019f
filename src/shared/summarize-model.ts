/** A network in a handful of values: how many layers, and of each kind the number that a person would name. */
import { UserError } from './contract/define'
import { layers, type LayerKind } from './layers'
import { parseModel, wordsOfValue, type KerasDocument, type ModelLayer } from './model'
import type { ConfigValue } from './run-facts'

/** What tells one layer of a kind from another, most telling first; a kind with none of these is counted. */
const HEADLINES = ['filters', 'units', 'rate', 'poolSize', 'stddev', 'activation']

/**
 * `model.layers` (without the input), `model.input`, and for each kind of layer `model.conv2d`: the filters of each, in
 * their order, `32, 32, 64`, or a number where it is one layer; for a kind without such a number how many there are. Beside them `model.kernelSize`,
 * `model.strides`, `model.padding`, `model.activation` and `model.kernelRegularizer`, in one word where all layers agree.
 */
export function summarizeModel(model: KerasDocument): Record<string, ConfigValue> {
  const all = readLayers(model)
  if (all === null) return {}
  const input = all.find(({ kind }) => kind === 'InputLayer')
  const others = all.filter((layer) => layer !== input)
  return {
    'model.layers': others.length,
    'model.input': input ? say(input, 'shape') : null,
    'model.frozenLayers': others.filter(({ isTrainable }) => !isTrainable).length,
    ...summarizeKinds(others),
    ...summarizeAgreement(others)
  }
}

function readLayers(model: KerasDocument): readonly ModelLayer[] | null {
  try {
    return parseModel(model).layers
  } catch (error) {
    // A run of an importer, or of a version to come: its model is not of this table.
    if (error instanceof UserError) return null
    throw error
  }
}

function summarizeKinds(all: readonly ModelLayer[]): Record<string, ConfigValue> {
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  return Object.fromEntries(
    kinds.map((kind) => {
      const ofKind = all.filter((layer) => layer.kind === kind)
      const headline = HEADLINES.find((key) => key in layers[kind].params)
      return [
        `model.${nameOfKind(kind)}`,
        headline === undefined ? ofKind.length : sayAll(ofKind, headline)
      ]
    })
  )
}

/** A number where there is one layer, to be compared as one. */
function sayAll([first, ...others]: readonly ModelLayer[], key: string): ConfigValue {
  const value = first?.params[key]
  if (typeof value === 'number' && others.length === 0) return value
  return [first, ...others].map((layer) => (layer ? say(layer, key) : '')).join(', ')
}

/** Of settings that most networks have once for all their layers. */
function summarizeAgreement(all: readonly ModelLayer[]): Record<string, ConfigValue> {
  const summary: Record<string, ConfigValue> = {}
  for (const key of ['kernelSize', 'strides', 'padding', 'activation', 'kernelRegularizer']) {
    const values = all.filter(({ params }) => key in params).map((layer) => say(layer, key))
    const [first] = values
    if (first === undefined) continue
    summary[`model.${key}`] = values.every((value) => value === first) ? first : values.join(', ')
  }
  return summary
}

/** `Conv2D` to `conv2d`, `BatchNormalization` to `batchNormalization`, `LeakyReLU` to `leakyRelu`. */
function nameOfKind(kind: LayerKind): string {
  const name = kind
    .replace(/(\d)D/, '$1d')
    .replace(/P?ReLU|ELU/, (letters) => letters.charAt(0) + letters.slice(1).toLowerCase())
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** As the window says it, a size as it is typed: `3x3`. */
function say({ kind, params }: ModelLayer, key: string): string {
  const param = layers[kind].params[key]
  return param ? wordsOfValue(param, params[key]).replaceAll('×', 'x') : 'none'
}
