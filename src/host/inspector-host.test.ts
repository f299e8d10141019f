import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { InspectedDataset } from '@shared/contract/inspector'
import { createTemporaryFolder } from '@store/testing'
import { InspectorHost } from './inspector-host'
import { createNodeTrainerStarter } from './node-trainer-starter'

/** The inspector as it runs: built, in a process of its own. */
let programs: string
let host: InspectorHost
let shapes: InspectedDataset

beforeAll(async () => {
  // Within the project, so that the built file finds its packages.
  const caches = resolve('node_modules/.cache')
  mkdirSync(caches, { recursive: true })
  programs = mkdtempSync(join(caches, 'inspector-test-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: programs,
      rollupOptions: {
        input: { inspector: resolve('src/trainer/inspector.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' }
      }
    }
  })
})
afterAll(() => rmSync(programs, { recursive: true, force: true }))

beforeEach(() => {
  host = createHost(60_000)
  shapes = {
    location: { id: 'shapes', folder: null },
    cacheFolder: createTemporaryFolder()
  }
})
afterEach(() => host.end())

it('gives the pictures at the places that were asked for', async () => {
  const { shape, images, labels } = await askPictures([3, 0, 13])
  expect(shape).toEqual([32, 32, 3])
  expect(images.length).toBe(3 * 32 * 32 * 3)
  // The classes of this set take turns.
  expect(labels).toEqual([3, 0, 3])
  const again = await askPictures([0])
  expect([...again.images]).toEqual([...images.subarray(32 * 32 * 3, 2 * 32 * 32 * 3)])
})

it('gives a few pictures of different classes, and keeps them for the next start', async () => {
  const ask = () => host.ask(({ call }) => call.getThumbnails({ dataset: shapes }))
  const first = await ask()
  expect(new Set(first.labels).size).toBe(8)
  expect(first.images.length).toBe(8 * 32 * 32 * 3)
  const folder = join(shapes.cacheFolder, 'thumbnails')
  const [name = ''] = readdirSync(folder)
  const kept = await ask()
  expect([...kept.images]).toEqual([...first.images])
  writeFileSync(join(folder, name), '{"labels": []}')
  expect([...(await ask()).images]).toEqual([...first.images])
})

it('counts both sides of a split, and says why a set cannot be split', async () => {
  const ask = (validation: object) =>
    host.ask(({ call }) => call.describeSplit({ dataset: shapes, validation: validation as never }))
  const { train, validation } = await ask({ kind: 'k-fold', folds: 5, fold: 2, seed: 1 })
  expect([train.count, validation.count]).toEqual([4000, 1000])
  expect(validation.classCounts).toEqual(new Array(10).fill(100))
  await expect(ask({ kind: 'last-fraction', fraction: 0.9999 })).rejects.toThrow(
    'Choose another fraction.'
  )
})

it('says that a part has no such place', async () => {
  await expect(askPictures([1_000_000])).rejects.toThrow(
    'The train part of Shapes has 5000 pictures; there is none at place 1000000.'
  )
})

it('asks another process when the one before is dead', async () => {
  await askPictures([0])
  const pid = host.getPid() as number
  process.kill(pid, 'SIGKILL')
  expect((await askPictures([1])).labels).toEqual([1])
  expect(host.getPid()).not.toBe(pid)
})

it('says what became of a question that kills whoever is asked, and answers the next one', async () => {
  const question = host.ask(({ call }) => {
    process.kill(host.getPid() as number, 'SIGKILL')
    return call.getPictures({ dataset: shapes, part: 'train', indices: [0] })
  })
  await expect(question).rejects.toThrow('The inspector stopped: it was killed (SIGKILL)')
  expect((await askPictures([1])).labels).toEqual([1])
})

it('ends when nothing was asked for a while', async () => {
  host = createHost(50)
  await askPictures([0])
  const pid = host.getPid() as number
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5000)
})

it('previews what training makes of pictures, says what it costs', async () => {
  const training = {
    dataset: shapes,
    settings: { width_shift_range: 0.2, horizontal_flip: true },
    validation: { kind: 'none' },
    inputShape: null
  } as const
  const preview = await host.ask(({ call }) =>
    call.previewAugmentation({
      ...training,
      pick: { kind: 'places', places: [5, 6] },
      draws: 3,
      seed: 1
    })
  )
  expect(preview.shape).toEqual([32, 32, 3])
  expect(preview.pictures.map(({ label }) => label)).toEqual([5, 6])
  expect(preview.draws).toHaveLength(3)
  expect(preview.draws[0]).not.toEqual(preview.before)
  const cost = await host.ask(({ call }) => call.measureAugmentation(training))
  expect(cost.microsecondsPerPicture).toBeGreaterThan(0)
}, 30_000)

it('tells what cannot be previewed, and lives on', async () => {
  const question = host.ask(({ call }) =>
    call.previewAugmentation({
      dataset: shapes,
      settings: {},
      validation: { kind: 'none' },
      inputShape: [16, 16, 3],
      pick: { kind: 'seeded', seed: 1, count: 1 },
      draws: 1,
      seed: 1
    })
  )
  await expect(question).rejects.toThrow('pictures are never cropped to fit')
  expect((await askPictures([1])).labels).toEqual([1])
}, 30_000)

function createHost(idleMs: number): InspectorHost {
  const starter = createNodeTrainerStarter(join(programs, 'inspector.js'))
  return new InspectorHost({ starter, onOutput: () => undefined, idleMs })
}

function askPictures(indices: number[]) {
  return host.ask(({ call }) => call.getPictures({ dataset: shapes, part: 'train', indices }))
}
