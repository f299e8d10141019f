/** The environment that a run began with, flat: what a difference of machines is read from. */
import { z } from 'zod'
import { configValueSchema, type ConfigValue } from './run-facts'

/** Each value by its path, `dataset.folder`; a list is one value, in words. */
export const flatEnvironmentSchema = z.record(z.string(), configValueSchema)
export type FlatEnvironment = z.infer<typeof flatEnvironmentSchema>

/** Flattens what a run's `environment.json` holds, whatever version of the application wrote it. */
export function flattenEnvironment(
  environment: Readonly<Record<string, unknown>>
): FlatEnvironment {
  return Object.fromEntries(listEntries(environment, ''))
}

function listEntries(value: Readonly<Record<string, unknown>>, prefix: string): Entry[] {
  return Object.entries(value).flatMap(([key, one]) => {
    const path = prefix + key
    if (isRecord(one)) return listEntries(one, `${path}.`)
    return one === undefined ? [] : [[path, toConfigValue(one)] as const]
  })
}

type Entry = readonly [string, ConfigValue]

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toConfigValue(value: unknown): ConfigValue {
  if (Array.isArray(value)) {
    return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
  }
  const known = configValueSchema.safeParse(value)
  return known.success ? known.data : String(value)
}
