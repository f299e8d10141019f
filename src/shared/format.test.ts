import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMetric,
  formatMilliseconds,
  formatTestResult
} from './format'

describe('format', () => {
  it('shows a metric with its own digits, and says what is no number', () => {
    expect(formatMetric('accuracy', 0.73)).toBe('0.7300')
    expect(formatMetric('loss', NaN)).toBe('NaN')
    expect(formatMetric('loss', null)).toBe('–')
    expect(formatMetric('loss', Infinity)).toBe('∞')
  })

  it('says the result of a run, with whatever else the experiment asks for', () => {
    const test = { loss: 0.8123, accuracy: 0.73, examples: 10_000 }
    const sentence = 'Test accuracy 0.7300 on 10,000 pictures, loss 0.8123'
    expect(formatTestResult(test)).toBe(`${sentence}.`)
    expect(formatTestResult({ ...test, others: { f1: 0.7, recall: 0.5 } })).toBe(
      `${sentence}, F1 0.7000, recall 0.5000.`
    )
  })

  it('shows durations as clocks do', () => {
    expect([7_400, 754_000, 3_723_000, null].map(formatDuration)).toEqual([
      '0:07',
      '12:34',
      '1:02:03',
      '–'
    ])
  })

  it('shows milliseconds with three digits at most', () => {
    expect([312.4, 42.123, 4.2137].map(formatMilliseconds)).toEqual([
      '312 ms',
      '42.1 ms',
      '4.21 ms'
    ])
  })

  it('groups counts and sizes as Keras does', () => {
    expect(formatCount(558186)).toBe('558,186')
    expect(formatBytes(558186 * 4)).toBe('2.13 MB')
    expect(formatBytes(0)).toBe('0.00 B')
  })
})
