import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { pack } from 'tar-stream'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTemporaryFolder } from '@store/testing'
import { createWorkspace, type Workspace } from '@store/workspace'
import { DatasetService } from './dataset-service'

/** The importer as it runs: built, in a process of its own. */
let programs: string
let workspace: Workspace
let service: DatasetService

beforeAll(async () => {
  // Within the project, so that the built file finds its packages.
  const caches = resolve('node_modules/.cache')
  mkdirSync(caches, { recursive: true })
  programs = mkdtempSync(join(caches, 'importer-test-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: programs,
      rollupOptions: {
        input: { importer: resolve('src/trainer/importer.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' }
      }
    }
  })
})
afterAll(() => rmSync(programs, { recursive: true, force: true }))

beforeEach(() => {
  workspace = createWorkspace(createTemporaryFolder())
  const importerFile = join(programs, 'importer.js')
  service = new DatasetService({ workspace, importerFile, getNamedFolders: () => ({ x: '/x' }) })
})
afterEach(() => vi.unstubAllEnvs())

describe('the data sets of a workspace', () => {
  it('are imported by a process of their own, described and deleted', async () => {
    const folder = writePictures(5)
    const imported = await service.import([folder], { name: 'two shades' })
    expect(imported.card).toMatchObject({ id: 'two-shades', trainCount: 8, testCount: 2 })
    expect(service.getFolders()).toEqual({
      x: '/x',
      'two-shades': join(workspace.datasetsFolder, 'two-shades')
    })
    const { parts } = await service.describe('two-shades')
    expect(parts[0]).toMatchObject({
      name: 'train',
      shape: [8, 4, 4, 3],
      dtype: 'uint8',
      classCounts: [4, 4]
    })
    await service.delete('two-shades')
    expect(readdirSync(workspace.datasetsFolder)).toEqual([])
  })

  it('can be described without an import when they come with Receptive', async () => {
    const { card, parts } = await service.describe('shapes')
    expect(card.classNames).toHaveLength(10)
    expect(parts.map(({ shape }) => shape)).toEqual([
      [5000, 32, 32, 3],
      [1000, 32, 32, 3]
    ])
    expect(parts[0]?.classCounts).toEqual(new Array(10).fill(500))
  })

  it('refuse a second import, and a deletion of what was not imported', async () => {
    const first = service.import([writePictures(5)])
    await expect(service.import(['/anywhere'])).rejects.toThrow(/An import is at work/)
    await first
    await expect(service.delete('mnist')).rejects.toThrow(/'mnist' was not imported/)
    await expect(service.delete('../runs')).rejects.toThrow(/was not imported/)
  })

  it('keep nothing of an import that is cancelled', async () => {
    const importing = service.import([writePictures(1500)])
    const refusal = expect(importing).rejects.toMatchObject({ name: 'ImportStopped' })
    await new Promise<void>((begun) =>
      service.onProgress(({ phase, done }) => {
        if (phase === 'Reading pictures' && done > 0) begun()
      })
    )
    service.cancel()
    await refusal
    expect(service.getFolders()).toEqual({ x: '/x' })
  })
})

describe('a download of CIFAR-10', () => {
  let server: Server
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('that is interrupted at 40 % goes on from there, is checked and imported', async () => {
    const archive = await createCifar()
    const ranges: (string | undefined)[] = []
    server = createServer(({ url, headers }, response) => {
      expect(url).toBe('/cifar-10-binary.tar.gz')
      ranges.push(headers.range)
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
      const range = { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` }
      response.writeHead(from > 0 ? 206 : 200, from > 0 ? range : {})
      const upTo = ranges.length === 1 ? Math.floor(archive.length * 0.4) : archive.length
      response.write(archive.subarray(from, upTo), () => {
        if (upTo === archive.length) response.end()
        else setTimeout(() => response.destroy(), 100)
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    stubHomePage(archive, (server.address() as AddressInfo).port)

    await expect(service.download('cifar10')).rejects.toMatchObject({ name: 'UserError' })
    expect(service.getFolders()).toEqual({ x: '/x' })
    const { card, source } = await service.download('cifar10')
    expect(ranges).toEqual([undefined, `bytes=${Math.floor(archive.length * 0.4)}-`])
    expect(card).toMatchObject({ id: 'cifar10', trainCount: 50_000, testCount: 10_000 })
    expect(readdirSync(join(workspace.cacheFolder, 'downloads'))).toEqual([])
    expect(source).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cifar-10-binary\.tar\.gz$/)
  }, 60_000)
})

/** The test's own server in place of the home page, its archive in place of the real one, and no cache of Keras. */
function stubHomePage(archive: Uint8Array, port: number): void {
  const file = join(createTemporaryFolder(), 'files.json')
  const md5 = createHash('md5').update(archive).digest('hex')
  writeFileSync(file, JSON.stringify({ 'cifar-10-binary.tar.gz': { bytes: archive.length, md5 } }))
  vi.stubEnv('RECEPTIVE_CIFAR_PAGE', `http://127.0.0.1:${port}`)
  vi.stubEnv('RECEPTIVE_CIFAR_FILES', file)
  vi.stubEnv('KERAS_HOME', createTemporaryFolder())
}

async function createCifar(): Promise<Uint8Array> {
  const archive = pack()
  const chunks: Uint8Array[] = []
  const collect = new Writable({
    write(chunk: Uint8Array, _encoding, next) {
      chunks.push(chunk)
      next()
    }
  })
  const collected = pipeline(archive, collect)
  const names = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`)
  for (const name of [...names, 'test_batch.bin']) {
    const bytes = Buffer.alloc(30_730_000)
    await new Promise<void>((added) =>
      archive.entry({ name: `cifar-10-batches-bin/${name}` }, bytes, () => added())
    )
  }
  archive.finalize()
  await collected
  return gzipSync(Buffer.concat(chunks), { level: 1 })
}

function writePictures(count: number): string {
  const folder = join(createTemporaryFolder(), 'shades')
  for (const [name, shade] of [
    ['bright', 200],
    ['dark', 20]
  ] as const) {
    mkdirSync(join(folder, name), { recursive: true })
    for (let index = 0; index < count; index++) {
      const png = new PNG({ width: 4, height: 4 })
      for (let at = 0; at < png.data.length; at += 4) {
        png.data.set([shade, index & 255, index >> 8, 255], at)
      }
      writeFileSync(join(folder, name, `${index}.png`), PNG.sync.write(png))
    }
  }
  return folder
}
