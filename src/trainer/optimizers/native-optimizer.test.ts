import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tf, type Tensor, type Variable } from '../tf'
import { adam, adamFormula } from './adam'
import { createNativeOptimizer } from './native-optimizer'
import { createOptimizerFromRule, type Optimizer } from './optimizer'

const settings = {
  kind: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7
} as const

describe('an optimizer that TensorFlow has as one operation', () => {
  it('gives the values and the slots of the formula', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 1e6 }), (shape, seed) => {
        const native = train(createNative, shape, seed)
        const formula = train(createFormula, shape, seed)
        expect(worst(native.value, formula.value)).toBeLessThan(1e-5)
        expect(worst(native.m, formula.m)).toBeLessThan(1e-5)
        expect(worst(native.v, formula.v)).toBeLessThan(1e-4)
      }),
      { numRuns: 20 }
    )
  })

  it('goes on from weights and slots that were put back', () => {
    const straight = tf.variable(tf.ones([3]))
    const resumed = tf.variable(tf.ones([3]))
    const [first, second] = [createNative([straight]), createNative([resumed])]
    const gradients = [1, 2, 3, 4].map((step) => tf.tensor1d([step, -step, 0.5]))
    for (const gradient of gradients.slice(0, 2)) first.applyGradients([gradient])
    for (const [slot, [variable]] of Object.entries(first.slots)) {
      const copy = tf.tensor(variable?.dataSync() ?? [], [3])
      second.slots[slot]?.[0]?.assign(copy)
    }
    resumed.assign(tf.tensor1d([...straight.dataSync()]))
    second.iterations = first.iterations
    for (const gradient of gradients.slice(2)) {
      first.applyGradients([gradient])
      second.applyGradients([gradient])
    }
    expect([...resumed.dataSync()]).toEqual([...straight.dataSync()])
    expect([...(second.slots.v?.[0]?.dataSync() ?? [])]).toEqual([
      ...(first.slots.v?.[0]?.dataSync() ?? [])
    ])
    for (const one of [first, second]) one.dispose()
  })

  it('leaves a value alone that was read before the step', () => {
    const variable = tf.variable(tf.ones([4]))
    const optimizer = createNative([variable])
    optimizer.applyGradients([tf.ones([4])])
    const before = tf.clone(variable)
    const values = [...before.dataSync()]
    optimizer.applyGradients([tf.ones([4])])
    expect([...before.dataSync()]).toEqual(values)
    expect([...variable.dataSync()]).not.toEqual(values)
    optimizer.dispose()
  })

  it('keeps no tensor more from step to step, and none when it is disposed', () => {
    const variable = tf.variable(tf.ones([5]))
    const gradient = tf.ones([5])
    const atFirst = tf.memory().numTensors
    const optimizer = createNative([variable])
    optimizer.applyGradients([gradient])
    const afterOne = tf.memory().numTensors
    void optimizer.slots
    optimizer.applyGradients([gradient])
    expect(tf.memory().numTensors).toBe(afterOne)
    void optimizer.slots
    optimizer.dispose()
    expect(tf.memory().numTensors).toBe(atFirst)
  })
})

type Create = (variables: readonly Variable[]) => Optimizer

const createNative: Create = (variables) =>
  createNativeOptimizer(adam(settings), { variables, learningRate: settings.learningRate })

const createFormula: Create = (variables) =>
  createOptimizerFromRule(adamFormula(settings), {
    variables,
    learningRate: settings.learningRate
  })

/** Three steps on random gradients, from random values. */
function train(create: Create, shape: number[], seed: number) {
  const variable = tf.variable(tf.randomNormal(shape, 0, 1, 'float32', seed))
  const optimizer = create([variable])
  for (const step of [1, 2, 3]) {
    optimizer.applyGradients([tf.randomNormal(shape, 0, 1, 'float32', seed + step)])
  }
  const { slots } = optimizer
  return { value: variable, m: slots.m?.[0] as Tensor, v: slots.v?.[0] as Tensor }
}

/** The largest difference, relative to the largest value where that is above 1. */
function worst(a: Tensor, b: Tensor): number {
  const difference = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number
  return difference / Math.max(1, tf.max(tf.abs(b)).dataSync()[0] as number)
}
