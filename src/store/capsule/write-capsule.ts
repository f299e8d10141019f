/** Packs the folder of a run into one file that another workspace can take in. */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { RunRecord } from '@shared/run'
import {
  capsuleEntries,
  CAPSULE_VERSION,
  cutToWhole,
  hashInTurns,
  MANIFEST,
  nextTurn,
  type Manifest
} from './capsule-format'

export interface CapsuleRequest {
  readonly record: RunRecord
  /** The folder of the run. */
  readonly folder: string
  /** Where the capsule is written. */
  readonly path: string
  readonly withWeights: boolean
  /** `Receptive 1.2.3`. */
  readonly writtenBy: string
}

/** Packed between two breaths: to make bytes smaller takes longer than to hash them. */
const CHUNK_BYTES = 1_000_000

/** Writes the whole capsule or nothing. @throws UserError when it cannot be written. */
export async function writeCapsule(request: CapsuleRequest): Promise<void> {
  const parts = await collectParts(request)
  const temporary = `${request.path}.${process.pid}.tmp`
  try {
    const file = openSync(temporary, 'w')
    try {
      await pack(parts, (bytes) => writeWhole(file, bytes))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, request.path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new UserError(`${request.path} cannot be written: ${describeFileError(error)}.`)
  }
}

/** The files of the run as they are on the disk, by their names in the capsule, the manifest first. */
async function collectParts(request: CapsuleRequest): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>()
  const entries: Manifest['entries'] = {}
  for (const name of Object.keys(capsuleEntries)) {
    const bytes = await readPart(name, request)
    if (bytes === null) continue
    refuseTooLarge(name, bytes, request.record)
    parts.set(name, bytes)
    entries[name] = { bytes: bytes.length, sha256: await hashInTurns(bytes) }
  }
  const manifest: Manifest = {
    format: 'receptive-capsule',
    version: CAPSULE_VERSION,
    writtenBy: request.writtenBy,
    runId: request.record.id,
    entries
  }
  return new Map([[MANIFEST, toJsonBytes(manifest)], ...parts])
}

/** What could be packed but never be taken in again is no capsule. */
function refuseTooLarge(name: string, bytes: Uint8Array, record: RunRecord): void {
  const most = capsuleEntries[name]?.mostBytes ?? Infinity
  if (bytes.length <= most) return
  const way = name === 'weights.bin' ? 'Export it without weights.' : 'Export its values as CSV.'
  throw new UserError(
    `"${record.name}" cannot be packed: ${name} is larger than a capsule may hold (${Math.round(most / 1e6)} MB). ${way}`
  )
}

async function readPart(
  name: string,
  { folder, record, withWeights }: CapsuleRequest
): Promise<Uint8Array | null> {
  if (name === 'run.json') return toJsonBytes({ version: 1, owner: null, record })
  if (name === 'weights.bin') return withWeights ? readNewestCheckpoint(folder) : null
  const bytes = await readIfThere(join(folder, capsuleEntries[name]?.file ?? name))
  return bytes && name === 'metrics.log' ? cutToWhole(bytes) : bytes
}

/** Null when the run has none. */
async function readNewestCheckpoint(folder: string): Promise<Uint8Array | null> {
  const checkpoints = join(folder, 'checkpoints')
  const [newest] = listNames(checkpoints)
    .flatMap((name) => /^checkpoint-(\d+)\.bin$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => other - one)
  return newest === undefined ? null : readIfThere(join(checkpoints, `checkpoint-${newest}.bin`))
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}

function toJsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

async function pack(
  parts: ReadonlyMap<string, Uint8Array>,
  write: (bytes: Uint8Array) => void
): Promise<void> {
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    write(bytes)
  })
  for (const [name, bytes] of parts) {
    const isStored = capsuleEntries[name]?.isStored === true
    const entry = isStored ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    // The same run is the same file, whenever it is packed.
    entry.mtime = new Date(1980, 0, 1)
    zip.add(entry)
    for (let offset = 0; offset < bytes.length || offset === 0; offset += CHUNK_BYTES) {
      const isLast = offset + CHUNK_BYTES >= bytes.length
      entry.push(bytes.subarray(offset, offset + CHUNK_BYTES), isLast)
      await nextTurn()
    }
  }
  zip.end()
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}
