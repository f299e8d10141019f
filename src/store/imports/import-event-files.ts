/** Takes in event files of TensorBoard: those of one log folder, its `train` and `validation` included, are one run. */
import { statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { findPart } from '@shared/foreign/name-of-series'
import { formatCount } from '@shared/format'
import { readEventFile } from '@shared/tensorboard/events'
import { readCurves } from '@shared/tensorboard/read-curves'
import { hashOf } from '../capsule/capsule-format'
import type { RunStore } from '../run-store'
import { adoptCurves, type ForeignRun } from './adopt-curves'
import { findEventFiles } from './find-event-files'
import type { ImportedRun, ImportRunsOptions } from './index'

const MOST_FILES = 2000
const MOST_BYTES = 1_000_000_000

/** @throws UserError naming the file that is none, or when there is nothing to take in. */
export async function importEventFiles(
  store: RunStore,
  paths: readonly string[],
  { signal }: ImportRunsOptions = {}
): Promise<ImportedRun[]> {
  const found = [...new Set(await findEventFiles(paths, { signal }))]
  if (signal?.aborted) return []
  // A writer that was killed before its first value leaves an empty one beside the others.
  const filled = found.filter((file) => statSync(file).size > 0)
  const files = filled.length > 0 ? filled : found
  const names = paths.map((path) => basename(path)).join(', ')
  if (files.length === 0)
    throw new UserError(`${names.slice(0, 200)} holds no event files of TensorBoard.`)
  if (files.length > MOST_FILES) {
    throw new UserError(
      `${names.slice(0, 200)} holds ${formatCount(files.length)} event files, at most ${formatCount(MOST_FILES)} are taken at once. Choose a folder within it.`
    )
  }
  const imported: ImportedRun[] = []
  for (const [folder, own] of groupByRun(files)) {
    if (signal?.aborted) return imported
    const run = await readRun(folder, own)
    if (run.curves.length > 0) imported.push(await adoptCurves(store, run))
    else if (files.length === own.length) refuseEmpty(run)
  }
  if (imported.length > 0) return imported
  throw new UserError(`${names.slice(0, 200)} holds no metric that is known here.`)
}

/** Keras writes a run into `train` and `validation` of one folder. */
function groupByRun(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const file of files) {
    const folder = dirname(file)
    const run = findPart(basename(folder)) === null ? folder : dirname(folder)
    groups.set(run, [...(groups.get(run) ?? []), file])
  }
  return groups
}

async function readRun(folder: string, files: readonly string[]): Promise<ForeignRun> {
  const read: Awaited<ReturnType<typeof readOne>>[] = []
  for (const file of files) read.push(await readOne(file))
  const { curves, leftOut, beganAt } = readCurves(read)
  const otherTags = read.flatMap((file) => file.otherTags)
  const torn = read.filter(({ tornBytes }) => tornBytes > 0).map(({ name }) => name)
  const name = basename(folder).slice(0, 120) || 'run'
  const first = files[0] ?? folder
  return {
    name,
    curves,
    source: {
      version: 1,
      kind: 'tensorboard',
      files: read.map((file) => file.name.slice(-255)),
      leftOut: [...new Set([...leftOut, ...otherTags])]
        .map((tag) => tag.slice(0, 1000))
        .slice(0, 10_000)
    },
    identity: hashOf(Buffer.from(['tensorboard', ...read.map(({ hash }) => hash)].join('\n'))),
    importedFrom: files.length === 1 ? basename(first).slice(-255) : name,
    createdAt: toMoment(beganAt) ?? Math.round(statSync(first).mtimeMs),
    notes: [
      `Imported from ${files.length === 1 ? 'an event file' : `${files.length} event files`} of TensorBoard.`,
      ...torn.map((one) => `${one} ends in the middle of a record; what comes before it was taken.`)
    ]
  }
}

function toMoment(seconds: number | null): number | null {
  const moment = Math.round((seconds ?? NaN) * 1000)
  return moment > 0 && moment < 8.64e15 ? moment : null
}

async function readOne(path: string) {
  const bytes = await readBytes(path)
  const name = basename(path)
  const file = readEventFile(bytes)
  if (!file) {
    throw new UserError(`${name} is damaged from its beginning, or no event file of TensorBoard.`)
  }
  const part = findPart(basename(dirname(path)))
  return { ...file, name, part, hash: hashOf(bytes) }
}

function refuseEmpty({ importedFrom, source }: ForeignRun): never {
  const found = source.leftOut.slice(0, 8).join(', ')
  throw new UserError(
    `${importedFrom} holds no metric that is known here${found === '' ? '.' : `, only ${found.slice(0, 300)}.`}`
  )
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) {
      throw new UserError(
        `${path}: ${Math.ceil(size / 1e6)} MB is more than an event file may have here.`
      )
    }
    return await readFile(path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}
