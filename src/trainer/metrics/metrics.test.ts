import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { metricKeys, type MetricKey } from '@shared/metrics'
import { trainingSchema } from '@shared/experiment'
import type { LossKey } from '@shared/losses'
import { createObjective } from '../objective'
import { tf, type Tensor } from '../tf'
import { evaluateBatch } from '../train-step'
import { createWeightedMeans, NOTHING_SUMMED, type WeightedSums } from '../weighted-means'

interface Case {
  readonly head: 'softmax' | 'sigmoid'
  readonly outputs: number
  readonly labels: number[]
  readonly logits: number[]
  readonly metrics: Partial<Record<MetricKey, number>>
}

const path = resolve('src/trainer/fixtures/reference-metrics.json')
const fixture = JSON.parse(readFileSync(path, 'utf8')) as { writtenBy: string; cases: Case[] }

describe(`metrics over batches of different sizes, against ${fixture.writtenBy}`, () => {
  it.each(fixture.cases)('$outputs outputs after $head', (one) => {
    const values = measure(one, [0, 7, 20, one.labels.length])
    for (const [key, expected] of Object.entries(one.metrics) as [MetricKey, number][]) {
      expect(Math.abs((values[key] ?? NaN) - expected), key).toBeLessThan(2e-6)
    }
  })

  it.each(fixture.cases)('do not depend on where the batches end: $outputs after $head', (one) => {
    const whole = measure(one, [0, one.labels.length])
    const parts = measure(one, [0, 1, 2, 30, one.labels.length])
    for (const key of metricKeys) expect(parts[key], key).toBeCloseTo(whole[key] ?? NaN, 6)
  })
})

describe('the sums of a half epoch', () => {
  it('go on where they stopped, through JSON as in a checkpoint', () => {
    const [one] = fixture.cases as [Case, ...Case[]]
    const half = accumulate(one, [0, 10, 25], NOTHING_SUMMED)
    const kept = JSON.parse(JSON.stringify(half.getSums())) as WeightedSums
    const rest = accumulate(one, [25, one.labels.length], kept)
    expect(rest.getMeans()).toEqual(measure(one, [0, 10, 25, one.labels.length]))
  })
})

describe('an objective', () => {
  it('counts nothing that no metric asks for', () => {
    const create = (metrics: MetricKey[]) => createObjective(settingsOf(fixture.cases[0], metrics))
    expect(create(['accuracy'])).toMatchObject({ keys: ['loss', 'accuracy'], counters: [] })
    expect(create(['f1', 'recall', 'auc', 'topKAccuracy'])).toMatchObject({
      keys: ['loss', 'accuracy', 'topKAccuracy'],
      counters: ['decisions', 'thresholds']
    })
  })
})

function measure(one: Case, ends: number[]): Partial<Record<MetricKey, number>> {
  return accumulate(one, ends, NOTHING_SUMMED).getMeans()
}

/** Looks at the answers in batches from each end to the next, as the loop does. */
function accumulate(one: Case, ends: number[], from: WeightedSums) {
  const means = createWeightedMeans(from)
  const objective = createObjective(settingsOf(one, metricKeys))
  ends.slice(1).forEach((end, index) => {
    const start = ends[index] as number
    const rows = one.logits.slice(start * one.outputs, end * one.outputs)
    tf.tidy(() => {
      const network = {
        computeLogits: (images: Tensor) => images,
        computeProbabilities: one.head === 'softmax' ? tf.softmax : tf.sigmoid,
        computePenalty: () => null
      }
      const batch = {
        images: tf.tensor2d(rows, [end - start, one.outputs]),
        labels: tf.tensor1d(one.labels.slice(start, end), 'int32')
      }
      means.add(evaluateBatch({ network, objective }, batch), end - start)
    })
  })
  return means
}

function settingsOf(one: Pick<Case, 'head'> | undefined, metrics: readonly MetricKey[]) {
  const loss: LossKey = one?.head === 'sigmoid' ? 'binary_crossentropy' : 'categorical_crossentropy'
  return trainingSchema.parse({ optimizer: { kind: 'sgd' }, loss, metrics, epochs: 1 })
}
