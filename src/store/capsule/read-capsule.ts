/** Reads a run capsule: checked from its directory to the last number before anything of it is believed. */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { RunRecord } from '@shared/run'
import {
  capsuleEntries,
  CAPSULE_VERSION,
  hashInTurns,
  identityOf,
  MANIFEST,
  manifestSchema,
  type Manifest
} from './capsule-format'
import { checkDocuments } from './check-documents'
import { readInTurns, readZipDirectory, ZipFault, type ZipEntry } from './zip-directory'

export interface Capsule {
  /** As it was in the workspace that it comes from. */
  readonly record: RunRecord
  /** Every other entry by its name, each checked. */
  readonly parts: ReadonlyMap<string, Uint8Array>
  /** Equal for two capsules of one run. */
  readonly identity: string
}

const MOST_MANIFEST_BYTES = 100_000
const MOST_TOTAL_BYTES = 2_500_000_000

const limits = {
  mostBytesOf: (name: string) =>
    name === MANIFEST
      ? MOST_MANIFEST_BYTES
      : Object.hasOwn(capsuleEntries, name)
        ? capsuleEntries[name]?.mostBytes
        : undefined,
  mostEntries: Object.keys(capsuleEntries).length + 1,
  mostTotalBytes: MOST_TOTAL_BYTES
}

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw)

/** @throws UserError with the one sentence that says what is wrong with it. */
export async function readCapsule(path: string): Promise<Capsule> {
  const name = basename(path)
  const file = openFile(path)
  try {
    const entries = await unpack(file)
    const manifest = readManifest(entries)
    await checkHashes(manifest, entries)
    const parts = new Map([...entries].filter(([entry]) => entry !== MANIFEST))
    const record = await checkDocuments(parts, manifest.runId)
    const hashes = new Map(
      Object.entries(manifest.entries).map(([one, { sha256 }]) => [one, sha256])
    )
    return { record, parts, identity: identityOf(manifest.runId, hashes) }
  } catch (error) {
    if (error instanceof ZipFault) throw new UserError(describe(name, error.message))
    if (error instanceof UserError) throw new UserError(`${name}: ${error.message}`)
    throw error
  } finally {
    closeSync(file)
  }
}

function describe(name: string, fault: string): string {
  return `${name} is no whole run capsule: ${fault}. Nothing was imported; ask for the file again.`
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}

async function unpack(file: number): Promise<Map<string, Uint8Array>> {
  const stat = fstatSync(file)
  if (!stat.isFile()) throw new ZipFault('it is no file')
  const entries = new Map<string, Uint8Array>()
  for (const entry of readZipDirectory(file, stat.size, limits)) {
    entries.set(entry.name, await unpackEntry(file, entry))
  }
  return entries
}

async function unpackEntry(
  file: number,
  { name, isDeflated, start, packedBytes, bytes }: ZipEntry
): Promise<Uint8Array> {
  const packed = await readInTurns(file, start, packedBytes)
  if (!isDeflated) return packed
  try {
    const unpacked = await inflate(packed, { maxOutputLength: Math.max(1, bytes) })
    if (unpacked.length === bytes) return unpacked
  } catch {
    // Told below: what the library says of it is no help to a person.
  }
  throw new ZipFault(`"${name}" is damaged`)
}

function readManifest(entries: ReadonlyMap<string, Uint8Array>): Manifest {
  const bytes = entries.get(MANIFEST)
  if (!bytes) throw new ZipFault(`it has no ${MANIFEST}`)
  const json = parseJson(bytes)
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown }
  if (format === 'receptive-capsule' && typeof version === 'number' && version > CAPSULE_VERSION) {
    throw new UserError(
      `written by a newer Receptive (capsule version ${version}; this one reads version ${CAPSULE_VERSION}). Update Receptive to import it.`
    )
  }
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw new ZipFault(`its ${MANIFEST} is damaged`)
  return parsed.data
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

async function checkHashes(
  manifest: Manifest,
  entries: ReadonlyMap<string, Uint8Array>
): Promise<void> {
  for (const name of entries.keys()) {
    if (name !== MANIFEST && !Object.hasOwn(manifest.entries, name)) {
      throw new ZipFault(`"${name}" is not in its ${MANIFEST}`)
    }
  }
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.entries)) {
    const found = entries.get(name)
    if (!found) throw new ZipFault(`"${name.slice(0, 60)}" is missing`)
    if (found.length !== bytes || (await hashInTurns(found)) !== sha256) {
      throw new ZipFault(`"${name}" is not what was written`)
    }
  }
}
