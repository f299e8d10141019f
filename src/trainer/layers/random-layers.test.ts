import { describe, expect, it } from 'vitest'
import { parseModel } from '@shared/model'
import { buildModel } from '../build-model'
import type { StepClock } from '../step-clock'
import { tf, type Tensor } from '../tf'

const [BATCH, SIZE, CHANNELS] = [16, 4, 200]

describe('SpatialDropout2D', () => {
  const config = { rate: 0.25 }

  it('leaves out whole feature maps, its share of them, and scales the others', async () => {
    const maps = readMaps(await run({ className: 'SpatialDropout2D', config }))
    for (const map of maps) expect(new Set(map).size).toBe(1)
    expect(new Set(maps.map(([value]) => value))).toEqual(new Set([0, Math.fround(1 / 0.75)]))
    const share = maps.filter(([value]) => value === 0).length / maps.length
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * deviationOfShare(0.25, maps.length))
  })
})

describe('GaussianNoise', () => {
  it('adds noise of mean zero and its deviation, each value its own', async () => {
    const values = await run({ className: 'GaussianNoise', config: { stddev: 0.5 } })
    const noise = values.map((value) => value - 1)
    const mean = noise.reduce((sum, one) => sum + one, 0) / noise.length
    const variance = noise.reduce((sum, one) => sum + (one - mean) ** 2, 0) / noise.length
    const tolerance = 5 / Math.sqrt(noise.length)
    expect(Math.abs(mean)).toBeLessThan(0.5 * tolerance)
    expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.5 * tolerance)
    expect(new Set(values).size).toBeGreaterThan(0.99 * values.length)
    // A normal distribution has 68.3 % within one deviation.
    const within = noise.filter((one) => Math.abs(one) < 0.5).length / noise.length
    expect(within).toBeCloseTo(0.683, 1)
  })
})

describe.each([
  ['Dropout', { rate: 0.5 }],
  ['SpatialDropout2D', { rate: 0.5 }],
  ['GaussianNoise', { stddev: 0.5 }]
])('%s', (className, config) => {
  it('is the same in the same step of the same run, and in no other', async () => {
    const values = await run({ className, config, step: 7 })
    expect(await run({ className, config, step: 7 })).toEqual(values)
    expect(await run({ className, config, step: 8 })).not.toEqual(values)
    expect(await run({ className, config, step: 7, seed: 2 })).not.toEqual(values)
    expect(await run({ className, config, step: 7, name: 'other' })).not.toEqual(values)
  })

  it('lets everything pass in use', async () => {
    const values = await run({ className, config, isTraining: false })
    expect(new Set(values)).toEqual(new Set([1]))
  })

  it('does nothing when it is set to zero', async () => {
    const none = Object.fromEntries(Object.keys(config).map((key) => [key, 0]))
    expect(new Set(await run({ className, config: none }))).toEqual(new Set([1]))
  })
})

interface Options {
  readonly className: string
  readonly config: object
  readonly step?: number
  readonly seed?: number
  readonly name?: string
  readonly isTraining?: boolean
}

/** What ones become in one step. */
async function run({
  className,
  config,
  step = 1,
  seed = 1,
  name = 'random',
  isTraining = true
}: Options): Promise<number[]> {
  const graph = parseModel({
    class_name: 'Sequential',
    config: {
      layers: [
        {
          class_name: 'InputLayer',
          config: { name: 'in', batch_shape: [null, SIZE, SIZE, CHANNELS] }
        },
        { class_name: className, config: { name, ...config } }
      ]
    }
  })
  const clock: StepClock = { step }
  const network = await buildModel(graph, { seed, loss: 'categorical_crossentropy', clock })
  const values = tf.tidy(() => {
    const ones: Tensor = tf.ones([BATCH, SIZE, SIZE, CHANNELS])
    return [...network.computeLogits(ones, { isTraining }).dataSync()]
  })
  network.dispose()
  return values
}

/** The values of each feature map of each example. */
function readMaps(values: readonly number[]): number[][] {
  const places = SIZE * SIZE
  return Array.from({ length: BATCH * CHANNELS }, (_, map) => {
    const [example, channel] = [Math.floor(map / CHANNELS), map % CHANNELS]
    return Array.from(
      { length: places },
      (_place, place) => values[(example * places + place) * CHANNELS + channel] ?? NaN
    )
  })
}

function deviationOfShare(share: number, count: number): number {
  return Math.sqrt((share * (1 - share)) / count)
}
