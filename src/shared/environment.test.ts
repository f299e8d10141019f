import { expect, it } from 'vitest'
import { flatEnvironmentSchema, flattenEnvironment } from './environment'

it('gives each value of the environment by its path, and a list as one value', () => {
  const flat = flattenEnvironment({
    tensorflowVersion: '2.21.0',
    threads: 2,
    gpuReason: null,
    cpuFeatures: ['AVX2', 'FMA'],
    flags: {},
    dataset: { id: 'mnist', folder: '/data/mnist', files: { train: 'a' }, absent: undefined }
  })
  expect(flat).toEqual({
    tensorflowVersion: '2.21.0',
    threads: 2,
    gpuReason: null,
    cpuFeatures: 'AVX2, FMA',
    'dataset.id': 'mnist',
    'dataset.folder': '/data/mnist',
    'dataset.files.train': 'a'
  })
  expect(flatEnvironmentSchema.parse(flat)).toEqual(flat)
})
