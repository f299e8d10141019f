import { describe, expect, it } from 'vitest'
import { tf, type Tensor } from '../tf'
import { SeededDropout } from './seeded-dropout'

const SIZE = 10_000

describe('SeededDropout', () => {
  it('zeroes its share of the values and scales the others so that the mean stays', () => {
    const values = drop({ rate: 0.25, step: 1 })
    const zeros = values.filter((value) => value === 0).length
    expect(zeros / SIZE).toBeCloseTo(0.25, 1)
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]))
  })

  it('repeats a mask for the same seed, step and layer, and for no other', () => {
    const mask = drop({ rate: 0.5, step: 7 })
    expect(drop({ rate: 0.5, step: 7 })).toEqual(mask)
    expect(drop({ rate: 0.5, step: 8 })).not.toEqual(mask)
    expect(drop({ rate: 0.5, step: 7, seed: 2 })).not.toEqual(mask)
    expect(drop({ rate: 0.5, step: 7, name: 'other' })).not.toEqual(mask)
  })

  it('lets everything pass when not training', () => {
    expect(new Set(drop({ rate: 0.5, step: 1, training: false }))).toEqual(new Set([1]))
  })

  it('lets the gradient pass where the value passed', () => {
    const layer = createLayer({ rate: 0.5, step: 3 })
    const [mask, slope] = tf.tidy(() => {
      const apply = (x: Tensor) => layer.call(x, { training: true })
      const ones = tf.ones([SIZE])
      return [[...apply(ones).dataSync()], [...tf.grad(apply)(ones).dataSync()]]
    })
    expect(slope).toEqual(mask)
  })
})

interface Options {
  readonly rate: number
  readonly step: number
  readonly seed?: number
  readonly name?: string
  readonly training?: boolean
}

function drop({ training = true, ...options }: Options): number[] {
  const layer = createLayer(options)
  return tf.tidy(() => [...layer.call(tf.ones([SIZE]), { training }).dataSync()])
}

function createLayer({ rate, step, seed = 1, name = 'dropout1' }: Options): SeededDropout {
  const layer = new SeededDropout({ name, rate })
  layer.attach({ clock: { step }, seed })
  return layer
}
