/** For tests: an import without a process, into a temporary workspace, from files that the test writes. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PNG } from 'pngjs'
import { pack } from 'tar-stream'
import {
  importOptionsSchema,
  type ImportedDataset,
  type ImportOptions,
  type ImportProgress
} from '@shared/imported-dataset'
import type { LoadedDataset } from '../datasets/dataset'
import { openImported } from '../datasets/imported'
import { createProgressTeller } from './progress'
import { recognize } from './sources'

export interface ImportBench {
  /** Where the test writes its files. */
  readonly folder: string
  readonly datasetsFolder: string
  readonly told: ImportProgress[]
  /** Writes a file into `folder`, with the folders above it. */
  write(name: string, bytes: Uint8Array | string): string
  import(paths?: string | string[], options?: Partial<ImportOptions>): Promise<ImportedDataset>
  load(id: string): Promise<LoadedDataset>
  /** What is in the folder of the sets, hidden things included. */
  list(): string[]
  /** Cancels the imports that are at work and all later ones. */
  readonly stop: AbortController
  remove(): void
}

export function createImportBench(): ImportBench {
  const root = mkdtempSync(join(tmpdir(), 'receptive-import-'))
  const folder = join(root, 'chosen')
  const datasetsFolder = join(root, 'datasets')
  mkdirSync(folder)
  mkdirSync(datasetsFolder)
  const told: ImportProgress[] = []
  const stop = new AbortController()
  return {
    folder,
    datasetsFolder,
    told,
    stop,
    write(name, bytes) {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
      return path
    },
    async import(paths = folder, options = {}) {
      const { source, place } = await recognize([paths].flat())
      return source.import(place, {
        datasetsFolder,
        options: importOptionsSchema.parse(options),
        signal: stop.signal,
        takenIds: ['mnist'],
        progress: createProgressTeller((progress) => told.push(progress)),
        source: place.path
      })
    },
    async load(id) {
      const dataset = await openImported(join(datasetsFolder, id))
      return dataset.load({
        folder: null,
        cacheFolder: root,
        signal: new AbortController().signal,
        onProgress: () => undefined
      })
    },
    list: () => readdirSync(datasetsFolder).sort(),
    remove: () => rmSync(root, { recursive: true, force: true })
  }
}

/** A PNG of one colour. */
export function createPng(
  [red, green, blue]: readonly [number, number, number],
  { width = 4, height = 4 } = {}
): Uint8Array {
  const png = new PNG({ width, height })
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, green, blue, 255], at)
  return PNG.sync.write(png)
}

export interface TarEntry {
  readonly name: string
  /** Null for a link. */
  readonly bytes: Uint8Array | null
  readonly linkname?: string
}

/** A tar archive, not compressed. */
export async function createTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack()
  const chunks: Uint8Array[] = []
  const collect = new Writable({
    write(chunk: Uint8Array, _encoding, next) {
      chunks.push(chunk)
      next()
    }
  })
  const collected = pipeline(archive, collect)
  for (const { name, bytes, linkname } of entries) {
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      if (bytes) archive.entry({ name, size: bytes.length }, Buffer.from(bytes), done)
      else archive.entry({ name, type: 'symlink', linkname: linkname ?? '' }, done).end(null)
    })
  }
  archive.finalize()
  await collected
  return Buffer.concat(chunks)
}
