/** Reads TensorFlow.js' `model.json`: the architecture, and weights in files beside it. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { MOST_BYTES, type FileTensor, type FoundFile } from './found-file'

const manifestSchema = z.array(
  z.object({
    paths: z.array(z.string().max(255)).max(10_000),
    weights: z.array(
      z.looseObject({
        name: z.string(),
        shape: z.array(z.number().int().min(0)),
        dtype: z.string()
      })
    )
  })
)

/** @param json the parsed file @throws UserError when it is damaged. */
export function readTfjsModel(
  json: Record<string, unknown>,
  path: string,
  name: string
): FoundFile {
  const { modelTopology } = json as { modelTopology?: { model_config?: unknown } | null }
  if (typeof modelTopology !== 'object' || modelTopology === null) {
    throw new UserError(`${name}: modelTopology is missing. Save the model with its architecture.`)
  }
  const topology = modelTopology.model_config ?? modelTopology
  return { format: 'tfjs', topology, weights: readWeights(json.weightsManifest, path, name) }
}

function readWeights(
  manifest: unknown,
  path: string,
  name: string
): ReadonlyMap<string, readonly FileTensor[]> | null {
  const parsed = manifestSchema.safeParse(manifest ?? [])
  if (!parsed.success) throw new UserError(`${name}: its weightsManifest is damaged.`)
  const weights = new Map<string, FileTensor[]>()
  for (const { paths, weights: listed } of parsed.data) {
    const bytes = Buffer.concat(paths.map((shard) => readShard(shard, path, name)))
    let offset = 0
    for (const { name: tensor, shape, dtype, ...rest } of listed) {
      if (dtype !== 'float32' || 'quantization' in rest) {
        throw new UserError(
          `${name}: ${tensor} is not stored as float32. Convert it without quantisation.`
        )
      }
      const count = shape.reduce((product, size) => product * size, 1)
      const end = offset + 4 * count
      if (end > bytes.length) throw new UserError(`${name}: the weights of ${tensor} are cut off.`)
      const layer = tensor.split('/').slice(0, -1).join('/')
      const values = new Float32Array(count)
      for (let index = 0; index < count; index++)
        values[index] = bytes.readFloatLE(offset + 4 * index)
      weights.set(layer, [...(weights.get(layer) ?? []), { shape, values }])
      offset = end
    }
  }
  return weights.size > 0 ? weights : null
}

/** Only files beside the model: a name that leads elsewhere is refused. */
function readShard(shard: string, path: string, name: string): Buffer {
  if (!/^[\w.-]+$/.test(shard) || shard.startsWith('.')) {
    throw new UserError(`${name}: ${JSON.stringify(shard)} is no name of a file beside it.`)
  }
  const file = join(dirname(path), shard)
  try {
    if (statSync(file).size > MOST_BYTES) throw new UserError(`${shard} is too large.`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      `${name}: its weights ${shard} are not beside it. Put them into one folder.`
    )
  }
}
