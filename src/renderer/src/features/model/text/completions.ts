/** What may be typed into an experiment: keys and values of its schema, layer kinds, and the parameters of each kind. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { EditorState } from '@codemirror/state'
import { z } from 'zod'
import { experimentSchema } from '@shared/experiment'
import { layers, type LayerKind } from '@shared/layers'
import type { Param } from '@shared/layers/params'
import { toSnakeCase, wordsOfValue } from '@shared/model'
import { findPlace, readSibling, type JsonPath, type JsonPlace } from './json-path'

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly default?: unknown
}

let known: Schema | null = null
function getSchema(): Schema {
  known ??= z.toJSONSchema(experimentSchema, { io: 'input' }) as Schema
  return known
}

/** Completions at the cursor; null where there are none. */
export function completeExperiment(context: CompletionContext): CompletionResult | null {
  const place = findPlace(context.state, context.pos)
  if (!place) return null
  const isTyped = place.from < context.pos
  if (!isTyped && !context.explicit) return null
  const all =
    place.role === 'key' ? listKeys(context.state, place) : listValues(context.state, place)
  const typed = context.state.sliceDoc(place.from, context.pos)
  const options = all.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()))
  // Filtered here: the quotes that stand around what is typed would confuse the editor's own filter.
  return options.length === 0 ? null : { from: place.from, to: place.to, options, filter: false }
}

function listKeys(state: EditorState, { path, siblings }: JsonPlace): Completion[] {
  const kind = kindAt(state, path)
  const found = kind ? keysOfLayer(kind) : keysOfSchema(path)
  return found.filter(({ label }) => !siblings.includes(label.slice(1, -1)))
}

function listValues(state: EditorState, { path }: JsonPlace): Completion[] {
  if (isLayerPath(path, 'class_name'))
    return Object.entries(layers).map(([kind, { help }]) => quote(kind, help))
  const kind = kindAt(state, path.slice(0, -1))
  const key = String(path.at(-1))
  return kind ? valuesOfParam(kind, key) : schemasAt(path).flatMap(valuesOfSchema)
}

/** `model.config.layers[n]` and one key more. */
function isLayerPath(path: JsonPath, key: string): boolean {
  return path.length === 5 && path[0] === 'model' && path[2] === 'layers' && path[4] === key
}

/** The kind of the layer whose config is at `path`; null for every other place. */
function kindAt(state: EditorState, path: JsonPath): LayerKind | null {
  if (!isLayerPath(path, 'config')) return null
  const name = readSibling(state, [...path.slice(0, 4), 'class_name'])
  return name !== null && Object.hasOwn(layers, name) ? (name as LayerKind) : null
}

function paramsOf(kind: LayerKind): [string, Param<unknown>][] {
  return Object.entries(layers[kind].params as Readonly<Record<string, Param<unknown>>>).map(
    ([key, param]) => [param.kerasName ?? toSnakeCase(key), param]
  )
}

function keysOfLayer(kind: LayerKind): Completion[] {
  return paramsOf(kind).map(([key, param]) => ({
    ...quote(key, param.help),
    detail: param.default === undefined ? 'needed' : `default ${wordsOfValue(param, param.default)}`
  }))
}

function valuesOfParam(kind: LayerKind, key: string): Completion[] {
  const param = paramsOf(kind).find(([name]) => name === key)?.[1]
  if (param?.type === 'boolean') return [plain('true'), plain('false')]
  return (param?.choices ?? []).map((choice) => quote(choice))
}

function keysOfSchema(path: JsonPath): Completion[] {
  return schemasAt(path).flatMap((schema) =>
    Object.entries(schema.properties ?? {}).map(([key, one]) => quote(key, one.description))
  )
}

function valuesOfSchema(schema: Schema): Completion[] {
  const values = [...(schema.enum ?? []), ...('const' in schema ? [schema.const] : [])]
  if (schema.type === 'boolean') values.push(true, false)
  return values.map((value) => plain(JSON.stringify(value)))
}

/** Every schema that a path may lead to: alternatives are followed side by side. */
function schemasAt(path: JsonPath): Schema[] {
  return path
    .reduce<Schema[]>(
      (found, key) =>
        found.flatMap(unfold).flatMap((schema) => {
          const next = typeof key === 'number' ? schema.items : schema.properties?.[key]
          return next ? [next] : []
        }),
      [getSchema()]
    )
    .flatMap(unfold)
}

function unfold(schema: Schema): Schema[] {
  const alternatives = schema.anyOf ?? schema.oneOf
  return alternatives ? alternatives.flatMap(unfold) : [schema]
}

function quote(text: string, info?: string): Completion {
  return { label: `"${text}"`, type: 'property', ...(info !== undefined && { info }) }
}

const plain = (label: string): Completion => ({ label, type: 'constant' })
