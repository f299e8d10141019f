/** The parameters that some layers have in common, with what they are set to. */
import { layers } from '@shared/layers'
import type { Param } from '@shared/layers/params'
import { wordsOfParam, wordsOfValue, type ModelLayer } from '@shared/model'

export interface ParamRow {
  readonly key: string
  readonly label: string
  readonly param: Param<unknown>
  /** Of the first layer. */
  readonly value: unknown
  /** Whether the layers differ in it. */
  readonly isMixed: boolean
  /** What a layer begins with, in words; null where there is no default. */
  readonly defaultWords: string | null
  readonly isDefault: boolean
  /** `1 to 65,536 feature maps`; empty where nothing limits it. */
  readonly range: string
}

/** Parameters of the same name and type in every one of the layers, in the order of the first. */
export function listParams(chosen: readonly ModelLayer[]): ParamRow[] {
  const [first, ...others] = chosen
  if (!first) return []
  const table = layers[first.kind].params as Readonly<Record<string, Param<unknown>>>
  return Object.entries(table)
    .filter(([key, param]) =>
      others.every(({ kind }) => isSameParam(layers[kind].params[key], param))
    )
    .map(([key, param]) => createRow(key, param, chosen))
}

function isSameParam(one: Param<unknown> | undefined, other: Param<unknown>): boolean {
  return one?.type === other.type && one.length === other.length
}

function createRow(key: string, param: Param<unknown>, chosen: readonly ModelLayer[]): ParamRow {
  const values = chosen.map(({ params }) => JSON.stringify(params[key]))
  const value: unknown = chosen[0]?.params[key]
  return {
    key,
    label: wordsOfParam(key),
    param,
    value,
    isMixed: new Set(values).size > 1,
    defaultWords: param.default === undefined ? null : wordsOfValue(param, param.default),
    isDefault:
      param.default === undefined || values.every((one) => one === JSON.stringify(param.default)),
    range: describeRange(param)
  }
}

function describeRange({ min, max, unit }: Param<unknown>): string {
  const limits =
    min !== undefined && max !== undefined
      ? `${write(min)} to ${write(max)}`
      : min !== undefined
        ? `at least ${write(min)}`
        : max !== undefined
          ? `at most ${write(max)}`
          : ''
  return [limits, unit].filter(Boolean).join(' ')
}

const write = (value: number): string => value.toLocaleString('en')
