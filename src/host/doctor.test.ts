import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RuntimeInfo } from '@shared/contract/trainer'
import { createTemporaryFolder } from '@store/testing'
import { createDoctorReport, type DoctorOptions } from './doctor'

const runtime: RuntimeInfo = {
  tensorflowVersion: '2.21.0',
  bindingVersion: '4.22.0',
  nodeVersion: '20.20.2',
  device: 'cpu',
  gpuReason: 'This TensorFlow build has no CUDA kernels.',
  cpuModel: 'AMD EPYC',
  cpuFeatures: ['AVX', 'AVX2', 'FMA'],
  threads: 2,
  isOneDnnEnabled: true
}

it('finds nothing wrong where all is well', async () => {
  const lines = await examine()
  expect(lines.filter(({ status }) => status !== 'ok')).toEqual([])
  expect(lines.map(({ id }) => id)).toEqual([
    'node',
    'electron',
    'tensorflow',
    'onednn',
    'cpu',
    'cpu-features',
    'threads',
    'gpu',
    'workspace',
    'disk'
  ])
  expect(lines.find(({ id }) => id === 'gpu')?.value).toBe(
    'none: This TensorFlow build has no CUDA kernels.'
  )
})

it.each<[string, string, Partial<DoctorOptions>, RegExp]>([
  [
    'TensorFlow that cannot be loaded',
    'tensorflow',
    { getRuntime: () => Promise.reject(new Error('The library is missing.')) },
    /npm run setup/
  ],
  [
    'oneDNN that is off',
    'onednn',
    { getRuntime: () => Promise.resolve({ ...runtime, isOneDnnEnabled: false }) },
    /TF_ENABLE_ONEDNN_OPTS/
  ],
  [
    'an old processor',
    'cpu-features',
    { getRuntime: () => Promise.resolve({ ...runtime, cpuFeatures: ['SSE4_2'] }) },
    /AVX2 is several times faster/
  ],
  ['a workspace that is not there', 'workspace', { workspaceFolder: '/nowhere' }, /--workspace/],
  [
    'the fallback Electron',
    'electron',
    {
      electronVersion: '22.3.25',
      setup: {
        version: 1,
        electron: {
          version: '22.3.25',
          origin: 'fallback',
          executablePath: '/e',
          note: 'End of life.'
        }
      }
    },
    /End of life. .*--retry-electron/
  ],
  ['no Electron at all', 'electron', { electronVersion: null }, /npm start/]
])('gives the way out of %s', async (_what, id, options, wayOut) => {
  const line = (await examine(options)).find((one) => one.id === id)
  expect(line?.status).not.toBe('ok')
  expect(line?.wayOut).toMatch(wayOut)
})

it.runIf(process.platform === 'linux')('names system packages that are missing', async () => {
  const setup = { version: 1 as const, linuxPackages: { missing: ['libnss3', 'xvfb'] } }
  const line = (await examine({ setup })).find(({ id }) => id === 'linux-packages')
  expect(line?.wayOut).toBe('Run: sudo apt-get install -y libnss3 xvfb')
})

// The super-user may write everywhere.
it.skipIf(process.getuid?.() === 0)('says that a workspace may not be written', async () => {
  const workspaceFolder = join(createTemporaryFolder())
  chmodSync(workspaceFolder, 0o500)
  const line = (await examine({ workspaceFolder })).find(({ id }) => id === 'workspace')
  expect(line).toMatchObject({ status: 'error' })
})

async function examine(options: Partial<DoctorOptions> = {}) {
  const { lines } = await createDoctorReport({
    setup: null,
    electronVersion: '45.4.1',
    workspaceFolder: createTemporaryFolder(),
    getRuntime: () => Promise.resolve(runtime),
    ...options
  })
  return lines
}
