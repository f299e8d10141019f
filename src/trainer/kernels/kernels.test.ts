import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getBackend, tf, type Tensor } from '../tf'
import { normalizeBatch } from './batch-normalization'
import { biasAdd } from './bias-add'
import { hasOneDnnConvolution, oneDnnConv2dWithBias } from './conv2d'
import { hasOneDnnPooling, oneDnnMaxPool, plainMaxPool } from './max-pool'
import { installMeanGradient } from './mean'
import { installReluGradient } from './relu'

/** Every fast path must give the values and the gradients of the plain one, on shapes that nobody chose. */
const RUNS = { numRuns: 25 }
const size = (max: number) => fc.integer({ min: 1, max })
const images = fc.tuple(
  size(5),
  fc.integer({ min: 3, max: 12 }),
  fc.integer({ min: 3, max: 12 }),
  size(9)
)
const seeds = fc.integer({ min: 1, max: 1e6 })

beforeEach(() => tf.engine().startScope())
afterEach(() => tf.engine().endScope())

describe('native kernels against the plain path', () => {
  it('relu', () => {
    installReluGradient()
    fc.assert(
      fc.property(images, seeds, (shape, seed) => {
        expectSame(
          [random(shape, seed)],
          ([x]) => tf.relu(x as Tensor),
          // max(x, 0), whose gradient is the other side's: 1 where x is larger, 0 elsewhere.
          ([x]) => tf.maximum(x as Tensor, tf.zerosLike(x as Tensor))
        )
      }),
      RUNS
    )
  })

  it('mean', () => {
    installMeanGradient()
    const axes = fc.constantFrom<number[] | null>(null, [0], [-1], [1, 2], [0, 1, 2, 3])
    fc.assert(
      fc.property(images, axes, fc.boolean(), seeds, (shape, axis, keepDims, seed) => {
        const over = axis ?? [0, 1, 2, 3]
        const count = over.reduce((product, one) => product * (shape.at(one) as number), 1)
        expectSame(
          [random(shape, seed)],
          ([x]) => tf.mean(x as Tensor, axis ?? undefined, keepDims),
          ([x]) => tf.div(tf.sum(x as Tensor, axis ?? undefined, keepDims), count)
        )
      }),
      RUNS
    )
  })

  it('bias addition', () => {
    fc.assert(
      fc.property(images, seeds, (shape, seed) => {
        expectSame(
          [random(shape, seed), random([shape[3]], seed + 1)],
          ([x, b]) => biasAdd(x as Tensor, b as Tensor),
          ([x, b]) => tf.add(x as Tensor, b as Tensor)
        )
      }),
      RUNS
    )
  })

  it('bias addition after a dense layer', () => {
    expectSame(
      [random([4, 7], 1), random([7], 2)],
      ([x, b]) => biasAdd(x as Tensor, b as Tensor),
      ([x, b]) => tf.add(x as Tensor, b as Tensor)
    )
  })

  it.runIf(hasOneDnnConvolution())('convolution with bias', () => {
    const slides = fc.record({
      strides: fc.tuple(size(3), size(3)),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      dilationRate: fc.constant([1, 1] as const)
    })
    const kernels = fc.tuple(size(3), size(3), size(8))
    fc.assert(
      fc.property(images, kernels, slides, seeds, (shape, window, how, seed) => {
        const [height, width, filters] = window
        const kernel = random([height, width, shape[3], filters], seed + 1)
        expectSame(
          [random(shape, seed), kernel, random([filters], seed + 2)],
          ([x, w, b]) => oneDnnConv2dWithBias(x as Tensor, w as Tensor, b as Tensor, how),
          ([x, w, b]) => {
            // One pixel of each step, by indices: TensorFlow's own operation is not to be trusted with a 1x1 filter that jumps.
            const isPoint = window[0] === 1 && window[1] === 1
            const every = (picture: Tensor, axis: number) =>
              tf.gather(
                picture,
                tf.range(0, picture.shape[axis] as number, how.strides[axis - 1]).toInt(),
                axis
              )
            const seen = isPoint ? every(every(x as Tensor, 1), 2) : (x as Tensor)
            const strides: [number, number] = isPoint ? [1, 1] : [...how.strides]
            const convolved = tf.conv2d(seen as never, w as never, strides, how.padding)
            return tf.add(convolved, b as Tensor)
          }
        )
      }),
      RUNS
    )
  })

  it.runIf(hasOneDnnConvolution())(
    'dilated convolution, as one whose kernel has zeros between',
    () => {
      const how = { strides: [1, 1], padding: 'valid', dilationRate: [2, 1] } as const
      expectSame(
        [random([2, 7, 6, 3], 1), random([2, 3, 3, 5], 2), random([5], 3)],
        ([x, w, b]) => oneDnnConv2dWithBias(x as Tensor, w as Tensor, b as Tensor, how),
        ([x, w, b]) => {
          const [top, bottom] = tf.split(w as Tensor, 2, 0) as [Tensor, Tensor]
          const spread = tf.concat([top, tf.zerosLike(top), bottom], 0)
          return tf.add(tf.conv2d(x as never, spread as never, 1, 'valid'), b as Tensor)
        }
      )
    }
  )

  it.runIf(hasOneDnnConvolution())('no gradient of what nobody asks for', () => {
    const [kernel, bias] = [tf.variable(random([3, 3, 2, 4], 1)), tf.variable(random([4], 2))]
    const called = listOperations(() => {
      tf.variableGrads(() => {
        const how = { strides: [1, 1], padding: 'same', dilationRate: [1, 1] } as const
        return tf.sum(oneDnnConv2dWithBias(random([2, 5, 5, 2], 3), kernel, bias, how))
      }, [kernel, bias])
    })
    expect(called).toContain('_MklNativeConv2DBackpropFilter')
    expect(called).not.toContain('_MklNativeConv2DBackpropInput')
  })

  it.runIf(hasOneDnnPooling())('max pooling', () => {
    const windows = fc.record({
      poolSize: fc.tuple(size(3), size(3)),
      strides: fc.tuple(size(3), size(3)),
      padding: fc.constantFrom('same' as const, 'valid' as const)
    })
    fc.assert(
      fc.property(images, windows, seeds, (shape, window, seed) => {
        expectSame(
          [random(shape, seed)],
          ([x]) => oneDnnMaxPool(x as Tensor, window),
          ([x]) => plainMaxPool(x as Tensor, window)
        )
      }),
      RUNS
    )
  })

  it('batch normalisation', () => {
    const epsilon = 1e-3
    fc.assert(
      fc.property(images, seeds, (shape, seed) => {
        const channels = [shape[3]]
        expectSame(
          [random(shape, seed), random(channels, seed + 1), random(channels, seed + 2)],
          ([x, gamma, beta]) =>
            normalizeBatch(x as Tensor, gamma as Tensor, beta as Tensor, {
              epsilon,
              momentum: 0.9,
              moving: { mean: tf.zeros([...channels]), variance: tf.ones([...channels]) }
            }).value,
          ([x, gamma, beta]) => {
            const { mean, variance } = tf.moments(x as Tensor, [0, 1, 2])
            return tf.add(
              tf.mul(
                tf.div(tf.sub(x as Tensor, mean), tf.sqrt(tf.add(variance, epsilon))),
                gamma as Tensor
              ),
              beta as Tensor
            )
          },
          1e-4
        )
      }),
      RUNS
    )
  })

  it('batch normalisation moves mean and variance towards those of the population', () => {
    const x = random([3, 4, 5, 2], 9)
    const moving = { mean: tf.tensor1d([1, -2]), variance: tf.tensor1d([0.5, 3]) }
    for (const momentum of [0, 0.3, 0.99, 1]) {
      const { mean, variance } = normalizeBatch(x, tf.ones([2]), tf.zeros([2]), {
        epsilon: 1e-3,
        moving,
        momentum
      })
      const plain = tf.moments(x, [0, 1, 2])
      const move = (old: Tensor, now: Tensor) =>
        tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum))
      expect(distance(mean, move(moving.mean, plain.mean))).toBeLessThan(1e-5)
      expect(distance(variance, move(moving.variance, plain.variance))).toBeLessThan(1e-5)
    }
  })
})

type Operation = (inputs: readonly Tensor[]) => Tensor

/** Compares values, and the gradients of every input of sum(output * fixed random weights). */
function expectSame(
  inputs: readonly Tensor[],
  fast: Operation,
  plain: Operation,
  tolerance = 1e-5
): void {
  tf.tidy(() => {
    const expected = plain(inputs)
    const received = fast(inputs)
    expect(received.shape).toEqual(expected.shape)
    expect(distance(received, expected)).toBeLessThan(tolerance)
    const dy = random(expected.shape, 77)
    const gradients = (operation: Operation) =>
      tf.grads((...given: Tensor[]) => operation(given))([...inputs], dy)
    const expectedGradients = gradients(plain)
    gradients(fast).forEach((gradient, index) => {
      expect(distance(gradient, expectedGradients[index] as Tensor)).toBeLessThan(tolerance)
    })
  })
}

/** The names of the native operations that run meanwhile. */
function listOperations(run: () => void): string[] {
  const backend = getBackend()
  const { binding } = backend
  const called: string[] = []
  const executeOp: typeof binding.executeOp = (name, ...rest) => {
    called.push(name)
    return binding.executeOp(name, ...rest)
  }
  // The native object's own members cannot be replaced; one that inherits from it can stand in for it.
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } }) as typeof binding
  try {
    run()
  } finally {
    backend.binding = binding
  }
  return called
}

function random(shape: readonly number[], seed: number): Tensor {
  return tf.randomNormal([...shape], 0, 1, 'float32', seed)
}

/** The largest difference, relative to the largest value where that is above 1. */
function distance(a: Tensor, b: Tensor): number {
  const [difference] = tf.max(tf.abs(tf.sub(a, b))).dataSync()
  const [scale] = tf.max(tf.abs(b)).dataSync()
  return (difference as number) / Math.max(1, scale as number)
}
