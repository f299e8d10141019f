/** Reads a `.keras` file: Keras 3's archive of config.json and model.weights.h5. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { UserError } from '@shared/contract/define'
import { nameOfKind } from '@shared/model/edit'
import type { FileTensor, FoundFile } from './found-file'
import { withHdf5, type Hdf5File } from './hdf5'
import { parseJson } from './parse-json'

const CONFIG = 'config.json'
const WEIGHTS = 'model.weights.h5'
const MOST_CONFIG_BYTES = 64_000_000
const MOST_WEIGHT_BYTES = 1_500_000_000
/** A bomb unpacks to thousands of times its size. */
const MOST_RATIO = 200

/** @throws UserError when it is damaged, or no archive of a model. */
export async function readKerasArchive(bytes: Uint8Array, name: string): Promise<FoundFile> {
  const entries = unpack(bytes, name)
  const config = entries[CONFIG]
  if (!config) {
    throw new UserError(`${name} is a zip file, but no model: ${CONFIG} is missing.`)
  }
  const topology = parseJson(new TextDecoder().decode(config), name)
  const weights = entries[WEIGHTS] ? await readWeights(entries[WEIGHTS], topology, name) : null
  return { format: 'keras', topology, weights }
}

/** Only the two files that are known by name: no path of the archive is ever followed. */
function unpack(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name: entry, originalSize, size }) => {
        const most = { [CONFIG]: MOST_CONFIG_BYTES, [WEIGHTS]: MOST_WEIGHT_BYTES }[entry]
        if (most === undefined) return false
        if (originalSize > most || originalSize > MOST_RATIO * Math.max(size, 1024)) {
          throw new UserError(
            `${name}: ${entry} says that it is ${originalSize} bytes large: too large.`
          )
        }
        return true
      }
    })
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${name} is damaged, or no zip file. Save it anew.`)
  }
}

async function readWeights(
  bytes: Uint8Array,
  topology: unknown,
  name: string
): Promise<ReadonlyMap<string, readonly FileTensor[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-keras-'))
  try {
    const file = join(folder, WEIGHTS)
    writeFileSync(file, bytes)
    return await withHdf5(file, `${name}: ${WEIGHTS}`, (hdf5) => readGroups(hdf5, topology))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each group says whose weights it holds; before Keras 3.6 its own name does, by kind and number. */
function readGroups(file: Hdf5File, topology: unknown): ReadonlyMap<string, readonly FileTensor[]> {
  const byGroup = nameGroups(topology)
  const weights = new Map<string, readonly FileTensor[]>()
  for (const group of file.listNames('layers')) {
    const path = `layers/${group}/vars`
    const numbers = [...file.listNames(path)].sort((a, b) => Number(a) - Number(b))
    const layer = file.readText(path, 'name') ?? byGroup.get(group)
    if (layer === undefined || numbers.length === 0) continue
    weights.set(
      layer,
      numbers.map((number) => file.readTensor(`${path}/${number}`))
    )
  }
  return weights
}

/** `conv2d`, `conv2d_1`: what Keras calls the groups, in the order of the layers. */
function nameGroups(topology: unknown): ReadonlyMap<string, string> {
  const { config } = (topology ?? {}) as { config?: { layers?: unknown } }
  const list = Array.isArray(config?.layers) ? (config.layers as unknown[]) : []
  const counts = new Map<string, number>()
  return new Map(
    list.flatMap((entry) => {
      const { class_name: kind, config: own } = (entry ?? {}) as {
        class_name?: unknown
        config?: { name?: unknown }
      }
      if (typeof kind !== 'string' || typeof own?.name !== 'string') return []
      const stem = nameOfKind(kind as never)
      const count = counts.get(stem) ?? 0
      counts.set(stem, count + 1)
      return [[count === 0 ? stem : `${stem}_${count}`, own.name] as const]
    })
  )
}
