/** Reads a model from a file, whatever program wrote it; what it is is told by its content, not by its name. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import {
  analyzeModel,
  findModelProblems,
  parseModel,
  parseWithoutProblems,
  toKerasJson,
  type KerasDocument,
  type ModelGraph
} from '@shared/model'
import type { FoundModel, ModelFile } from '@shared/model-file'
import { fitWeights } from './fit-weights'
import { MOST_BYTES, type FoundFile } from './found-file'
import { keepInitialWeights } from './initial-weights'
import { readKerasArchive } from './keras-archive'
import { readLegacyHdf5 } from './legacy-hdf5'
import { parseJson } from './parse-json'
import { readTfjsModel } from './tfjs-model'

const MOST_JSON_BYTES = 64_000_000

/** @param weightsFolder where weights that fit are kept @throws UserError that says what the file is not. */
export async function readModelFile({
  path,
  weightsFolder
}: {
  path: string
  weightsFolder: string
}): Promise<ModelFile> {
  const name = basename(path)
  const start = readStart(path, name)
  if (start.startsWith('PK')) {
    return toModelFile(await readKerasArchive(readBytes(path, name, MOST_BYTES), name), {
      name,
      weightsFolder
    })
  }
  if (start.startsWith('\x89HDF')) {
    return toModelFile(await readLegacyHdf5(path, name), { name, weightsFolder })
  }
  const text = new TextDecoder().decode(readBytes(path, name, MOST_JSON_BYTES))
  if (!text.trimStart().startsWith('{')) {
    throw new UserError(
      `${name} is no model: expected an experiment or Keras JSON, a .keras archive, a .h5 file or TensorFlow.js' model.json.`
    )
  }
  const json = parseJson(text, name) as Record<string, unknown>
  if ('training' in json || 'dataset' in json) return { kind: 'experiment', fileName: name, text }
  const found: FoundFile =
    'modelTopology' in json
      ? readTfjsModel(json, path, name)
      : { format: 'keras-json', topology: json, weights: null }
  return toModelFile(found, { name, weightsFolder })
}

function readStart(path: string, name: string): string {
  try {
    const { size } = statSync(path)
    if (size > MOST_BYTES)
      throw new UserError(`${name} is ${size} bytes large: too large for a model.`)
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(8)
      readSync(file, bytes, 0, 8, 0)
      return bytes.toString('latin1')
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${name} cannot be read: ${describeFileError(error)}.`)
  }
}

function readBytes(path: string, name: string, most: number): Uint8Array {
  const { size } = statSync(path)
  if (size > most) {
    throw new UserError(
      `${name} is ${Math.ceil(size / 1e6)} MB: too large (at most ${most / 1e6} MB).`
    )
  }
  return readFileSync(path)
}

function toModelFile(
  { format, topology, weights }: FoundFile,
  { name, weightsFolder }: { name: string; weightsFolder: string }
): ModelFile {
  const document = readTopology(topology, name)
  const problems = findModelProblems(document)
  const graph = problems.length === 0 ? parseModel(document) : parseWithoutProblems(document)
  const analysis = graph && analyzeModel(graph)
  const found: FoundModel = {
    fileName: name,
    format,
    model: graph && (toKerasJson(graph) as unknown as FoundModel['model']),
    layerCount: graph?.layers.length ?? 0,
    parameters: analysis?.parameters ?? 0,
    problems,
    weights: weights && graph ? keepWeights(graph, weights, { name, weightsFolder }) : null
  }
  return { kind: 'model', found }
}

function readTopology(topology: unknown, name: string): KerasDocument {
  const { class_name: className, config } = (topology ?? {}) as Record<string, unknown>
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) {
    throw new UserError(
      `${name} is no model of Keras: "class_name" and "config" are missing. Save it with model.to_json() or model.save().`
    )
  }
  return { class_name: className, config }
}

function keepWeights(
  graph: ModelGraph,
  found: NonNullable<FoundFile['weights']>,
  { name, weightsFolder }: { name: string; weightsFolder: string }
): FoundModel['weights'] {
  const tensors = [...found.values()].flat()
  const bytes = tensors.reduce((sum, { values }) => sum + values.byteLength, 0)
  const fitted = fitWeights(graph, found)
  const said = { count: tensors.length, bytes }
  if (fitted.kind === 'differs') return { ...said, file: null, reason: fitted.reason }
  const file = keepInitialWeights(weightsFolder, { source: name, weights: fitted.weights })
  return { ...said, file, reason: null }
}
