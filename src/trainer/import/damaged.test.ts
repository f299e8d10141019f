import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createImportBench, createPng, createTar, type ImportBench } from './testing'
import { readTar } from './tar'

let bench: ImportBench
beforeEach(() => {
  bench = createImportBench()
})
afterEach(() => bench.remove())

const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
const cut = fc.option(fc.nat(), { freq: 3 })

function damage(
  whole: Uint8Array,
  some: readonly [number, number][],
  end: number | null
): Uint8Array {
  const bytes = Uint8Array.from(whole)
  for (const [at, value] of some) bytes[at % bytes.length] = value
  return end === null ? bytes : bytes.subarray(0, end % bytes.length)
}

it('two thousand damaged archives give their files or one sentence', async () => {
  const names = ['a', 'b', 'c']
  const tar = await createTar(names.map((name) => ({ name, bytes: Buffer.alloc(700, name) })))
  const path = join(bench.folder, 'damaged.tar.gz')
  const read = () =>
    readTar({
      path,
      signal: bench.stop.signal,
      limitOf: () => 2000,
      onFile: (_name, bytes) => Promise.resolve(expect(bytes.length).toBeLessThanOrEqual(2000)),
      onRead: () => undefined
    })
  for (const whole of [tar, gzipSync(tar)]) {
    await fc.assert(
      fc.asyncProperty(changes, cut, async (some, end) => {
        writeFileSync(path, damage(whole, some, end))
        const error = await read().catch((one: Error) => one)
        if (error) expect(error.name, error.stack).toBe('UserError')
      }),
      { numRuns: 1000 }
    )
  }
}, 120_000)

it('a thousand damaged data files are noticed', async () => {
  for (const index of [0, 1, 2, 3]) {
    bench.write(`a/${index}.png`, createPng([index, 0, 0]))
    bench.write(`b/${index}.png`, createPng([0, index, 9]))
  }
  const { card } = await bench.import()
  const file = join(bench.datasetsFolder, card.id, 'data.bin')
  const whole = readFileSync(file)
  await fc.assert(
    fc.asyncProperty(changes, cut, async (some, end) => {
      const damaged = damage(whole, some, end)
      fc.pre(!whole.equals(damaged))
      writeFileSync(file, damaged)
      await expect(bench.load(card.id)).rejects.toMatchObject({ name: 'UserError' })
    }),
    { numRuns: 1000 }
  )
}, 120_000)
