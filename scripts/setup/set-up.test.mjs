/** The whole set-up for training, in a made-up checkout whose TensorFlow, compiler and binding are stand-ins. */

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { derivePaths } from './paths.mjs'
import { setUp } from './set-up.mjs'
import { tensorflowWheel } from './tensorflow.mjs'
import { createRecordingProgress, createTemporaryFolder } from './testing/temporary.mjs'

it('builds the binding, writes the record, and has nothing to do the second time', async () => {
  const { paths, countCompilations } = createCheckout()
  const first = createRecordingProgress()
  await setUp({ forWindow: false, progress: first.progress, paths })
  expect(first.lines).toEqual(['Building the TensorFlow binding'])

  const second = createRecordingProgress()
  const recordBefore = readFileSync(paths.record, 'utf8')
  const record = await setUp({ forWindow: false, progress: second.progress, paths })

  expect(second.lines).toEqual([])
  expect(countCompilations()).toBe(1)
  expect(readFileSync(paths.record, 'utf8')).toBe(recordBefore)
  expect(record).toMatchObject({
    version: 1,
    tensorflow: { package: 'tensorflow-cpu', version: '2.21.0', sha256: tensorflowWheel.sha256 },
    binding: { path: expect.stringMatching(/napi-v8\/tfjs_binding\.node$/) }
  })
})

it('takes the binding from the cache when node_modules was installed anew', async () => {
  const { paths, countCompilations } = createCheckout()
  const { progress } = createRecordingProgress()
  const { binding } = await setUp({ forWindow: false, progress, paths })
  writeFileSync(binding?.path ?? '', 'something else')
  await setUp({ forWindow: false, progress, paths })
  expect(readFileSync(binding?.path ?? '', 'utf8')).toBe('compiled')
  expect(countCompilations()).toBe(1)
})

it('compiles again when a source has changed', async () => {
  const { paths, countCompilations } = createCheckout()
  const { progress } = createRecordingProgress()
  await setUp({ forWindow: false, progress, paths })
  writeFileSync(join(paths.tfjsNode, 'binding', 'tfjs_binding.cc'), '// changed')
  await setUp({ forWindow: false, progress, paths })
  expect(countCompilations()).toBe(2)
})

it('says that a compiler failed, with its first error and the log', async () => {
  const { paths } = createCheckout()
  writeProgram(
    join(paths.root, 'c++'),
    'case "$1" in --version) exit 0;; esac; echo "x.cc:1: error: no such thing"; exit 1'
  )
  const { progress } = createRecordingProgress()
  await expect(setUp({ forWindow: false, progress, paths })).rejects.toThrow(
    /could not be compiled with .+: x\.cc:1: error: no such thing\. Try another compiler/
  )
  expect(readFileSync(join(paths.logs, 'binding.log'), 'utf8')).toContain('no such thing')
  expect(existsSync(join(paths.cacheDir, 'setup.lock'))).toBe(false)
})

function createCheckout() {
  const folder = createTemporaryFolder()
  const paths = derivePaths(join(folder, 'checkout'), join(folder, 'cache'))
  write(join(paths.root, 'package-lock.json'), '{"packages":{"":{}}}')
  write(join(paths.nodeModules, '.package-lock.json'), '{"packages":{}}')
  write(join(paths.tfjsNode, 'binding', 'tfjs_binding.cc'), '// source')
  write(
    join(paths.tfjsNode, 'index.js'),
    `exports.matMul = () => ({ dataSync: () => [12, 34] })
exports.backend = () => ({ binding: { TF_Version: '2.21.0' } })`
  )
  createTensorFlow(join(paths.cacheDir, 'tensorflow', `${tensorflowWheel.version}-cpu-linux-x64`))

  const compilations = join(folder, 'compilations')
  writeProgram(
    join(paths.root, 'c++'),
    `case "$1" in -std*) ;; *) echo 1; exit 0;; esac
echo once >> '${compilations}'
while [ "$1" != -o ]; do shift; done
printf compiled > "$2"`
  )
  vi.stubEnv('CXX', join(paths.root, 'c++'))
  const countCompilations = () => readFileSync(compilations, 'utf8').trim().split('\n').length
  return { paths, countCompilations }
}

/** @param {string} folder */
function createTensorFlow(folder) {
  const sizes = { 'libtensorflow_cc.so.2': 2, 'libtensorflow_framework.so.2': 2 }
  for (const name of Object.keys(sizes)) write(join(folder, 'lib', name), 'so')
  write(join(folder, 'receptive.json'), JSON.stringify({ sha256: tensorflowWheel.sha256, sizes }))
}

/**
 * @param {string} path
 * @param {string} content
 */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/**
 * @param {string} path
 * @param {string} script
 */
function writeProgram(path, script) {
  write(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}
