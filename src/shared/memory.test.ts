import { describe, expect, it } from 'vitest'
import {
  findRefusedTensor,
  adviseOnMemory,
  estimateTrainingBytes,
  suggestBatchSize
} from './memory'
import { analyzeModel, parseModel } from './model'

const GIGABYTE = 2 ** 30
const graph = parseModel(createModel())
const analysis = analyzeModel(graph)

it('estimates what was measured: 800 KB a picture for a wide network', () => {
  const bytes = estimateTrainingBytes(analysis, 801) - estimateTrainingBytes(analysis, 1)
  const measured = 800 * 799 * 1024
  expect(bytes / measured).toBeGreaterThan(1)
  expect(bytes / measured).toBeLessThan(1.2)
})

describe('the batch size that should fit', () => {
  it('is halved until the estimate fits', () => {
    const options = { batchSize: 4000, availableBytes: GIGABYTE }
    expect(suggestBatchSize(analysis, options)).toBe(1000)
    expect(adviseOnMemory(graph, options)).toBe(
      'A batch size of 1,000 should fit (now 4,000; this is an estimate).'
    )
  })

  it('is below the one that failed, however much memory there is', () => {
    expect(suggestBatchSize(analysis, { batchSize: 7, availableBytes: 64 * GIGABYTE })).toBe(3)
  })

  it.each([
    [1, 64 * GIGABYTE],
    [512, 1000]
  ])('is none after %i with %i bytes: then the model is too large', (batchSize, availableBytes) => {
    expect(adviseOnMemory(graph, { batchSize, availableBytes })).toBe(
      'By estimate not even a batch of one picture fits: make the model smaller.'
    )
  })
})

it.each([
  [
    'RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[7000,28,28,64] and type float on /job',
    'a tensor of 7000x28x28x64 float values (1.31 GB)'
  ],
  [
    'OOM when allocating tensor with shape[1024] and type double',
    'a tensor of 1024 double values (8.00 KB)'
  ],
  ['std::bad_alloc', null]
])('reads from %j what was asked for', (text, asked) => {
  expect(findRefusedTensor(text)).toBe(asked)
})

/** The network of the measurement: one convolution of 32 filters on 28x28 pixels, two layers of the same size after it. */
function createModel(): { class_name: string; config: object } {
  const layer = (className: string, name: string, config: object, input: string | null) => ({
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: input === null ? [] : [[[input, 0, 0, {}]]]
  })
  const wide = { filters: 32, kernel_size: 3, padding: 'same' }
  return {
    class_name: 'Functional',
    config: {
      name: 'wide',
      layers: [
        layer('InputLayer', 'image', { batch_input_shape: [null, 28, 28, 1] }, null),
        layer('Conv2D', 'conv', wide, 'image'),
        layer('BatchNormalization', 'bn', {}, 'conv'),
        layer('Dropout', 'dropout', { rate: 0.1 }, 'bn'),
        layer('Flatten', 'flatten', {}, 'dropout'),
        layer('Dense', 'classes', { units: 10, activation: 'softmax' }, 'flatten')
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [['classes', 0, 0]]
    }
  }
}
