import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/keras-schedules.json'
import { computeLearningRate, scheduleSchema } from './index'

interface Case {
  settings: { kind: string }
  base: number
  stepsPerEpoch: number
  totalSteps: number
  learningRates: number[]
}

describe(`learning-rate schedules against ${fixture.writtenBy}`, () => {
  it.each((fixture.cases as Case[]).map((one) => [JSON.stringify(one.settings), one] as const))(
    '%s',
    (_name, { settings, base, stepsPerEpoch, totalSteps, learningRates }) => {
      const parsed = scheduleSchema.parse(settings)
      learningRates.forEach((expected, step) => {
        const rate = computeLearningRate(parsed, base, {
          step,
          epoch: Math.floor(step / stepsPerEpoch),
          totalSteps
        })
        expect(Math.abs(rate - expected)).toBeLessThan(1e-6 * base)
      })
    }
  )
})

describe('one cycle', () => {
  const settings = scheduleSchema.parse({ kind: 'one-cycle', rise: 0.25 })
  const rates = Array.from({ length: 101 }, (_, step) =>
    computeLearningRate(settings, 1, {
      step,
      epoch: Math.floor(step / 10),
      totalSteps: 101
    })
  )

  it('begins at a 25th, peaks after the rise and ends 10,000 times below its beginning', () => {
    expect(rates[0]).toBeCloseTo(1 / 25, 12)
    expect(rates[25]).toBeCloseTo(1, 12)
    expect(rates[100]).toBeCloseTo(1 / 25 / 10_000, 12)
  })

  it('only rises before the peak and only falls after it', () => {
    rates.slice(1).forEach((rate, index) => {
      if (index < 25) expect(rate).toBeGreaterThan(rates[index] as number)
      else expect(rate).toBeLessThan(rates[index] as number)
    })
  })
})
