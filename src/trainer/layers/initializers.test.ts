import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { initializer, initializerNames, type Initializer } from '@shared/layers/params'
import { tf, type Tensor } from '../tf'
import './activations'
import { createInitializer } from './initializers'

interface Case {
  readonly written: { class_name: string; config: object }
  readonly shape: number[]
  readonly mean: number
  readonly deviation: number
  readonly smallest: number
  readonly largest: number
}

const { initializers } = JSON.parse(
  readFileSync(join(__dirname, '../../shared/fixtures/keras-layers.json'), 'utf8')
) as { initializers: Case[] }
const param = initializer({ default: 'Zeros', help: 'How it begins.' })

describe('initialisers are distributed as those of Keras', () => {
  it('all of them', () => {
    const covered = new Set(initializers.map(({ written }) => param.read(written).className))
    expect(initializerNames.filter((name) => !covered.has(name))).toEqual([])
  })

  it.each(
    initializers.map(
      (one) =>
        [
          `${one.written.class_name} ${JSON.stringify(one.written.config)} [${one.shape}]`,
          one
        ] as const
    )
  )('%s', (_name, one) => {
    const values = draw(param.read(one.written), one.shape)
    const { mean, deviation, smallest, largest } = describeValues(values)
    // Two draws of one distribution: six deviations of the difference of their means.
    const slack = (6 * Math.SQRT2 * one.deviation) / Math.sqrt(values.length) + 1e-6
    expect(Math.abs(mean - one.mean)).toBeLessThan(slack)
    expect(Math.abs(deviation - one.deviation)).toBeLessThan(slack)
    // The ends of a normal distribution lie anywhere, those of the others in one place.
    const reach = 0.35 * (one.largest - one.smallest) + 1e-6
    expect(Math.abs(smallest - one.smallest)).toBeLessThan(reach)
    expect(Math.abs(largest - one.largest)).toBeLessThan(reach)
  })
})

describe('an initialiser', () => {
  it.each(['HeNormal', 'RandomUniform', 'Orthogonal'] as const)(
    'gives the same values for a seed, and others for another: %s',
    (className) => {
      const of = (seed: number) => draw({ className, config: { seed } }, [8, 4])
      expect(of(1)).toEqual(of(1))
      expect(of(2)).not.toEqual(of(1))
    }
  )

  it.each([
    [[6, 4], true],
    [[4, 6], false],
    [[3, 3, 2, 5], true]
  ])('makes %j orthogonal, of the length of its gain', (shape, hasUprightColumns) => {
    const product = tf.tidy(() => {
      const made = createInitializer({ className: 'Orthogonal', config: { seed: 3, gain: 2 } })
      const matrix = tf.reshape(made.apply([...shape]), [-1, shape.at(-1) ?? 1]) as Tensor
      return tf
        .matMul(matrix as never, matrix as never, hasUprightColumns, !hasUprightColumns)
        .arraySync()
    }) as number[][]
    product.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 4 : 0, 4))
    )
  })
})

function draw(value: Initializer, shape: number[]): number[] {
  const seeded = { ...value, config: { ...value.config, seed: value.config.seed ?? 11 } }
  return tf.tidy(() => [...createInitializer(seeded).apply(shape).dataSync()])
}

function describeValues(values: readonly number[]) {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length
  return {
    mean,
    deviation: Math.sqrt(variance),
    smallest: values.reduce((least, one) => Math.min(least, one), Infinity),
    largest: values.reduce((most, one) => Math.max(most, one), -Infinity)
  }
}
