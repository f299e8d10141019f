import { describe, expect, it } from 'vitest'
import { regularizer } from './regularizer'

const param = regularizer({ help: 'A penalty.' })

describe('a regularizer', () => {
  it.each([
    ['L1', { l1: 0.1 }, { l1: 0.1, l2: 0 }],
    ['L2', { l2: 0.2 }, { l1: 0, l2: 0.2 }],
    ['L1L2', { l1: 0.1, l2: 0.2 }, { l1: 0.1, l2: 0.2 }]
  ])('reads the %s of Keras', (className, config, expected) => {
    expect(param.read({ module: 'keras.regularizers', class_name: className, config })).toEqual(
      expected
    )
  })

  it.each([
    ['l2', 'expected a regularizer: L1, L2 or L1L2'],
    [{ class_name: 'OrthogonalRegularizer', config: {} }, 'expected a regularizer: L1, L2 or L1L2'],
    [{ class_name: 'L2', config: {} }, 'expected l2 in its config: a number from 0 to 1000'],
    [{ class_name: 'L1', config: { l1: -1 } }, 'expected l1 in its config: a number from 0 to 1000']
  ])('refuses %j', (value, message) => {
    expect(() => param.read(value)).toThrow(message)
  })
})
