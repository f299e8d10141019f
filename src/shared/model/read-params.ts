/** Reads the configuration of one layer, of Keras 2 or 3: what the table knows, what changes nothing, and nothing else. */
import { UserError } from '../contract/define'
import { layers, type LayerKind } from '../layers'
import { ParamError, type Param } from '../layers/params'
import { toSnakeCase } from './graph'

/**
 * Keys that change nothing here: randomness follows the experiment's own seed, numbers are float32, the momentum of
 * a renormalisation that is off, what a frame that is never drawn would hold, and the input of a sequence of layers.
 */
const IGNORED_KEYS = new Set([
  'name',
  'trainable',
  'dtype',
  'seed',
  'build_config',
  'renorm_momentum',
  'fill_mode',
  'fill_value',
  'batch_input_shape'
])

/** @throws UserError that names the layer, the key and what was expected. */
export function readParams(
  kind: LayerKind,
  name: string,
  values: Record<string, unknown>
): Record<string, unknown> {
  const params: Record<string, unknown> = {}
  const knownKeys = new Set(layers[kind].unusedKeys ?? [])
  for (const [key, param] of Object.entries(layers[kind].params)) {
    const kerasKey = param.kerasName ?? toSnakeCase(key)
    const found = [kerasKey, ...(param.aliases ?? [])].find((one) => Object.hasOwn(values, one))
    knownKeys.add(kerasKey)
    if (found !== undefined) knownKeys.add(found)
    const value = found === undefined ? undefined : values[found]
    params[key] = readParam(param, value, { title: `${kind} '${name}'`, kerasKey })
  }
  for (const [key, value] of Object.entries(values)) {
    if (knownKeys.has(key) || IGNORED_KEYS.has(key) || isHarmless(key, value)) continue
    throw new UserError(
      `${kind} '${name}': ${key} = ${JSON.stringify(value)} cannot be carried out${explain(key)}. Remove it from the model.`
    )
  }
  return params
}

function readParam(
  param: Param<unknown>,
  value: unknown,
  { title, kerasKey }: { title: string; kerasKey: string }
): unknown {
  if (value === undefined || value === null) {
    if (param.default !== undefined) return param.default
    throw new UserError(`${title}: ${kerasKey} is missing. ${param.help}`)
  }
  try {
    return param.read(value)
  } catch (error) {
    if (error instanceof ParamError) {
      throw new UserError(`${title}: ${kerasKey}: ${error.message}.`)
    }
    throw error
  }
}

/** Keras writes every argument, also those left alone; these values ask for nothing. */
const neutral: Readonly<Record<string, unknown>> = {
  data_format: 'channels_last',
  groups: 1,
  optional: false,
  renorm: false,
  rms_scaling: false,
  synchronized: false,
  fused: true,
  sparse: false,
  ragged: false,
  antialias: false,
  pad_to_aspect_ratio: false
}

function isHarmless(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true
  return Object.hasOwn(neutral, key) && neutral[key] === value
}

/** Why not, for what people may well have set. */
function explain(key: string): string {
  if (key.endsWith('_constraint')) return ': weights are not held within limits here'
  return reasons[key] ?? ''
}

const reasons: Readonly<Record<string, string>> = {
  activity_regularizer: ': penalties are on weights, not on what layers give',
  data_format: ': channels come last here',
  groups: ': a filter sees all channels here',
  noise_shape: ': each value is left out by itself here',
  renorm: ': the statistics are those of the batch',
  pad_to_aspect_ratio: ': pictures are stretched or cut',
  antialias: ': pictures are not smoothed before they are made smaller'
}
