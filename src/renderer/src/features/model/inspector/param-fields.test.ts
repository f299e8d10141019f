import { describe, expect, it } from 'vitest'
import { layers } from '@shared/layers'
import type { Param } from '@shared/layers/params'
import { listParams } from './param-rows'
import { stepParam } from './param-step'
import { readParamText, writeParamText } from './param-text'
import { blankModel, chain } from '@shared/model/testing'
import { computeFans, describeSpread, findSpread } from './initializer-shape'

const param = (kind: keyof typeof layers, key: string): Param<unknown> => {
  const found = (layers[kind].params as Record<string, Param<unknown>>)[key]
  if (!found) throw new Error(key)
  return found
}

describe('what is typed', () => {
  it.each<[keyof typeof layers, string, string, unknown]>([
    ['Conv2D', 'filters', ' 64 ', 64],
    ['Conv2D', 'kernelSize', '5', [5, 5]],
    ['Conv2D', 'kernelSize', '3x5', [3, 5]],
    ['Conv2D', 'kernelSize', '3 × 5', [3, 5]],
    ['Dropout', 'rate', '0,3', 0.3],
    ['Reshape', 'targetShape', '4 × 4 × -1', [4, 4, -1]],
    ['InputLayer', 'shape', '28, 28, 1', [28, 28, 1]],
    ['MaxPooling2D', 'strides', '', null],
    ['ReLU', 'maxValue', '6', 6],
    [
      'ZeroPadding2D',
      'padding',
      '1, 2, 3, 4',
      [
        [1, 2],
        [3, 4]
      ]
    ],
    ['Softmax', 'axis', '-1', -1]
  ])('of %s %s: %j', (kind, key, text, value) => {
    const read = readParamText(param(kind, key), text)
    expect(read).toEqual(value)
    expect(readParamText(param(kind, key), writeParamText(param(kind, key), read))).toEqual(value)
  })

  it.each<[keyof typeof layers, string, string, RegExp]>([
    ['Conv2D', 'filters', '0', /expected a whole number from 1/],
    ['Conv2D', 'filters', 'many', /expected a number, received "many"/],
    ['Conv2D', 'kernelSize', '3x', /^$/],
    ['Conv2D', 'kernelSize', 'big', /expected numbers such as/],
    ['Dropout', 'rate', '', /received nothing/],
    ['ZeroPadding2D', 'padding', '1,2,3', /one number, two, or four/]
  ])('of %s %s: %j is refused in words', (kind, key, text, message) => {
    if (message.source === '^$')
      return expect(readParamText(param(kind, key), text)).toEqual([3, 3])
    expect(() => readParamText(param(kind, key), text)).toThrow(message)
  })
})

describe('a step', () => {
  it.each<[keyof typeof layers, string, unknown, 1 | -1, unknown]>([
    ['Conv2D', 'filters', 32, 1, 64],
    ['Conv2D', 'filters', 48, -1, 32],
    ['Dense', 'units', 1, -1, 1],
    ['Conv2D', 'kernelSize', [3, 5], 1, [4, 6]],
    ['Conv2D', 'kernelSize', [1, 1], -1, [1, 1]],
    ['Dropout', 'rate', 0.25, -1, 0.2],
    ['BatchNormalization', 'epsilon', 0.001, 1, 0.002],
    ['Conv2D', 'padding', 'same', 1, null]
  ])('of %s %s %j', (kind, key, value, direction, next) => {
    expect(stepParam(param(kind, key), value, direction)).toEqual(next)
  })
})

describe('rows of several layers', () => {
  const graph = chain(blankModel(), 'Conv2D', ['Conv2D', { filters: 8 }], 'Dense')
  const rows = (...names: string[]) =>
    listParams(graph.layers.filter(({ name }) => names.includes(name)))

  it('hold what they have in common, and say where they differ', () => {
    const filters = rows('conv2d', 'conv2d_1').find(({ key }) => key === 'filters')
    expect(filters).toMatchObject({ isMixed: true, label: 'Filters' })
    expect(rows('conv2d', 'dense').map(({ key }) => key)).toEqual([
      'activation',
      'useBias',
      'kernelInitializer',
      'kernelRegularizer',
      'biasInitializer',
      'biasRegularizer'
    ])
  })

  it('know the default and the range', () => {
    const [filters, , strides] = rows('conv2d')
    expect(filters).toMatchObject({ defaultWords: null, range: '1 to 65,536 feature maps' })
    expect(strides).toMatchObject({ defaultWords: '1×1', isDefault: true })
  })
})

describe('how weights begin', () => {
  // Keras: 3x3 over 32 channels to 64 filters has fans of 288 and 576.
  const fans = computeFans([3, 3, 32, 64])

  it.each([
    ['GlorotUniform', 'uniform, ±0.0833'],
    ['HeNormal', 'normal, deviation 0.0833, cut at two deviations'],
    ['LeCunUniform', 'uniform, ±0.102'],
    ['RandomNormal', 'normal, deviation 0.05'],
    ['Zeros', 'all 0']
  ] as const)('%s: %s', (className, words) => {
    expect(describeSpread(findSpread({ className, config: {} }, fans))).toBe(words)
  })
})
