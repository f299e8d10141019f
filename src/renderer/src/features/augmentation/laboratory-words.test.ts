import { describe, expect, it } from 'vitest'
import { describeCost, describeMixture, describeNetworkInput } from './laboratory-words'

describe('a mixed label', () => {
  const nameOf = (label: number): string => ['cat', 'dog'][label] ?? '?'

  it('is both classes with their shares, which add up', () => {
    expect(describeMixture({ label: 0, other: 1, share: 0.704 }, nameOf)).toBe('70 % cat, 30 % dog')
  })

  it('is not said of a picture of one class', () => {
    expect(describeMixture({ label: 0, other: 0, share: 0.6 }, nameOf)).toBeNull()
    expect(describeMixture({ label: 0, other: 1, share: 0.999 }, nameOf)).toBeNull()
  })
})

describe('the cost', () => {
  const step = { runName: 'cnn', batchSize: 64, msPerStep: 200, isRough: false }

  it('is a share of the step of a run, by the batch of that run', () => {
    expect(describeCost({ microsecondsPerPicture: 50 }, step)).toBe(
      'Changing a picture takes 50 µs, or 3.2 ms for a batch of 64: 1.6 % of a step of “cnn” (200 ms).'
    )
    expect(describeCost({ microsecondsPerPicture: 2 }, { ...step, isRough: true })).toBe(
      'Changing a picture takes 2.0 µs, or 0.128 ms for a batch of 64: less than 0.1 % of a step of “cnn” (about 200 ms).'
    )
  })

  it('says when there is nothing to compare with, nothing measured, and nothing to measure', () => {
    expect(describeCost({ microsecondsPerPicture: 50 }, null)).toContain('after the first training')
    expect(describeCost(undefined, step)).toContain('Measuring')
    expect(describeCost({ microsecondsPerPicture: null }, step)).toContain('Nothing is changed')
  })
})

it('says what the network gets, with its range', () => {
  const sentence = describeNetworkInput({
    shape: [32, 32, 3],
    fitNote: null,
    pictures: [],
    counts: { train: 0, validation: 0 },
    before: new Uint8Array(),
    draws: [],
    mixtures: [],
    extremes: [],
    network: {
      isStandardized: true,
      least: -1.987,
      most: 2.1,
      mean: -0.001,
      deviation: 1,
      draws: null
    }
  })
  expect(sentence).toBe(
    'The network sees 32×32×3, standardised by channel: values −1.99 to 2.10, mean 0.00, deviation 1.00.'
  )
})
