/** Downloads against a package index on this machine: continued, refused, unreachable, too large. */

import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { runProcess } from './run-process.mjs'
import { createPipEnvironment, startPackageIndex } from './testing/package-index.mjs'
import { createRecordingProgress, createTemporaryFolder } from './testing/temporary.mjs'
import { fetchWheel, unpackWheel } from './wheel.mjs'

const script = join(dirname(fileURLToPath(import.meta.url)), 'fetch-wheel.py')
const content = randomBytes(3_000_000)
const filename = 'madeup-1.0-py3-none-any.whl'

const wheel = {
  name: 'madeup',
  version: '1.0',
  filename,
  platform: 'any',
  abi: 'none',
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex')
}

it('downloads a wheel and tells its path', async () => {
  const { index, fetchInto } = await arrange()
  const folder = createTemporaryFolder()
  const path = await fetchInto(folder)
  expect(readFileSync(path).equals(content)).toBe(true)
  expect(index.ranges).toEqual([undefined])
})

it('continues a download whose process was ended, with a Range request', async () => {
  const { index, fetchInto } = await arrange()
  const folder = createTemporaryFolder()
  const part = join(folder, `${filename}.part`)
  index.stallAfter(1_000_000)
  await downloadUntilKilled(folder, index.env)
  const received = statSync(part).size
  expect(received).toBeGreaterThan(0)

  index.stallAfter(undefined)
  const path = await fetchInto(folder)

  expect(index.ranges).toEqual([undefined, `bytes=${received}-`])
  expect(readFileSync(path).equals(content)).toBe(true)
  expect(existsSync(part)).toBe(false)
})

it('continues by itself when the connection breaks', async () => {
  const { index, fetchInto } = await arrange()
  index.cutAfter(2_000_000)
  const path = await fetchInto(createTemporaryFolder())
  expect(index.ranges[1]).toMatch(/^bytes=[1-9]\d*-$/)
  expect(readFileSync(path).equals(content)).toBe(true)
})

it('refuses a file with another hash, and removes it', async () => {
  const { fetchInto } = await arrange({ content: Buffer.from('not the wheel') })
  const folder = createTemporaryFolder()
  await expect(fetchInto(folder)).rejects.toThrow(
    /^Made-up was downloaded, but its SHA-256 is \w+ and not \w+, so the file was refused and removed\./
  )
  expect(readdirSync(folder)).toEqual([])
})

it('says in one sentence that the index is not reachable', async () => {
  const { fetchInto } = await arrange({ env: createPipEnvironment('http://127.0.0.1:9/simple') })
  await expect(fetchInto(createTemporaryFolder())).rejects.toThrow(
    'Made-up could not be downloaded, because the Python package index was not reachable (Connection refused).'
  )
})

it('says that the index has no such wheel', async () => {
  const { index } = await arrange()
  const { progress } = createRecordingProgress()
  const options = { folder: createTemporaryFolder(), what: 'Made-up', unpackedBytes: 0, progress }
  await expect(
    fetchWheel({ ...wheel, version: '2.0' }, { ...options, env: index.env })
  ).rejects.toThrow('Made-up could not be downloaded: madeup==2.0 is not in the index.')
})

it('asks for disk space before it downloads anything', async () => {
  const { index } = await arrange()
  const { progress } = createRecordingProgress()
  const options = {
    folder: createTemporaryFolder(),
    what: 'Made-up',
    unpackedBytes: 1e18,
    progress
  }
  await expect(fetchWheel(wheel, { ...options, env: index.env })).rejects.toThrow(
    /^Made-up needs 1000000000\.0 GB of free disk space in .+, but only .+ are free\. Free some space, or set RECEPTIVE_CACHE_DIR/
  )
  expect(index.ranges).toEqual([])
})

it('unpacks only what is asked for', async () => {
  const folder = createTemporaryFolder()
  const path = join(folder, filename)
  const zip = `import zipfile, sys
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    for name in ('pkg/lib.so', 'pkg/include/c/api.h', 'pkg/module.py'): z.writestr(name, name)`
  spawnSync('python3', ['-c', zip, path])
  await unpackWheel(path, {
    folder: join(folder, 'out'),
    prefix: 'pkg/',
    patterns: ['pkg/lib.so', 'pkg/include/*.h'],
    what: 'Made-up'
  })
  const names = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' }).sort()
  expect(names).toEqual(['include', 'include/c', 'include/c/api.h', 'lib.so'])
})

/** @param {{ content?: Buffer, env?: NodeJS.ProcessEnv }} [options] */
async function arrange({ content: served = content, env } = {}) {
  const index = await startPackageIndex({ name: wheel.name, filename, content: served })
  onTestFinished(() => index.close())
  const { progress } = createRecordingProgress()
  const fetchInto = (/** @type {string} */ folder) =>
    fetchWheel(wheel, {
      folder,
      what: 'Made-up',
      unpackedBytes: 0,
      progress,
      env: env ?? index.env
    })
  return { index, fetchInto }
}

/**
 * Starts the downloader and ends it once it has written something.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function downloadUntilKilled(folder, env) {
  const part = join(folder, `${filename}.part`)
  const controller = new AbortController()
  const watch = setInterval(() => {
    if (existsSync(part) && statSync(part).size > 0) controller.abort()
  }, 20)
  const args = ['--name', 'madeup', '--version', '1.0', '--platform', 'any']
  await runProcess(
    'python3',
    [
      script,
      ...args,
      '--python-version',
      '3.11',
      '--abi',
      'none',
      '--folder',
      folder,
      '--filename',
      filename
    ],
    { env, signal: controller.signal }
  )
  clearInterval(watch)
}
