import { describe, expect, it } from 'vitest'
import { computeCrc32 } from './crc32'
import { decodeMetricLog, encodeMetricFrame, METRIC_LOG_HEADER, walkMetricLog } from './metric-log'
import type { MetricBatch } from './metrics'

const batches: readonly MetricBatch[] = [
  createBatch(1, [1, 2, 3]),
  {
    runId: 'run',
    seq: 2,
    scope: 'epoch',
    steps: Float64Array.of(3),
    elapsedMs: Float64Array.of(930.5),
    columns: { 'train/loss': Float64Array.of(1.25), 'validation/accuracy': Float64Array.of(0.5) }
  },
  createBatch(3, [4])
]

describe('the metric log', () => {
  it('gives back every batch, NaN and infinity included', () => {
    const odd = {
      ...createBatch(4, [5, 6]),
      columns: { 'train/loss': Float64Array.of(NaN, Infinity) }
    }
    const log = decodeMetricLog(createLog([...batches, odd]), 'run')
    expect(log.batches).toEqual([...batches, odd])
    expect(log.problem).toBeNull()
  })

  it('is read from a view that does not begin at the start of its buffer', () => {
    const bytes = createLog(batches)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decodeMetricLog(shifted.subarray(3), 'run').batches).toEqual(batches)
  })

  it('keeps the whole frames before a cut at every possible byte', () => {
    const bytes = createLog(batches)
    const ends = computeFrameEnds()
    for (let length = METRIC_LOG_HEADER.length; length < bytes.length; length++) {
      const log = decodeMetricLog(bytes.subarray(0, length), 'run')
      const whole = ends.filter((end) => end <= length)
      expect(log.batches).toEqual(batches.slice(0, whole.length))
      expect(log.wholeBytes).toBe(whole.at(-1) ?? METRIC_LOG_HEADER.length)
      expect(log.problem === null).toBe(log.wholeBytes === length)
    }
  })

  it('is walked through frame by frame', () => {
    const frames = [...walkMetricLog(createLog(batches).subarray(0, -1))]
    expect(frames.map(({ end }) => end)).toEqual(computeFrameEnds().slice(0, -1))
    expect(frames.map(({ decode }) => decode('run'))).toEqual(batches.slice(0, -1))
  })

  it('stops before a frame in which any single byte was changed, and says so', () => {
    const ends = computeFrameEnds()
    const start = ends[0] as number
    for (let index = start; index < (ends[1] as number); index++) {
      const bytes = createLog(batches)
      bytes[index] = (bytes[index] as number) ^ 0x10
      const log = decodeMetricLog(bytes, 'run')
      expect(log.batches).toEqual(batches.slice(0, 1))
      expect(log.problem).toMatch(/damaged after batch 1/)
    }
  })

  it('takes an empty file as a log without rows, and refuses another kind of file', () => {
    expect(decodeMetricLog(new Uint8Array(0), 'run').problem).toBeNull()
    expect(decodeMetricLog(Uint8Array.of(1, 2, 3), 'run').problem).toMatch(/not a metric log/)
    const newer = Uint8Array.from(METRIC_LOG_HEADER)
    newer[newer.length - 1] = 9
    expect(decodeMetricLog(newer, 'run').problem).toMatch(/form 9/)
  })

  it('reads 100,000 frames of one row in seconds at most', () => {
    const frame = encodeMetricFrame(createBatch(1, [1]))
    const bytes = new Uint8Array(METRIC_LOG_HEADER.length + 100_000 * frame.length)
    bytes.set(METRIC_LOG_HEADER)
    for (let i = 0; i < 100_000; i++) bytes.set(frame, METRIC_LOG_HEADER.length + i * frame.length)
    const startedAt = performance.now()
    expect(decodeMetricLog(bytes, 'run').batches).toHaveLength(100_000)
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })
})

describe('computeCrc32', () => {
  it('gives the check value of the standard for "123456789"', () => {
    expect(computeCrc32(Uint8Array.from('123456789', (c) => c.charCodeAt(0)))).toBe(0xcbf43926)
  })
})

function createBatch(seq: number, steps: readonly number[]): MetricBatch {
  return {
    runId: 'run',
    seq,
    scope: 'step',
    steps: Float64Array.from(steps),
    elapsedMs: Float64Array.from(steps, (step) => step * 310),
    columns: {
      'train/loss': Float64Array.from(steps, (step) => 2.3 / step),
      'train/accuracy': Float64Array.from(steps, (step) => step / 128)
    }
  }
}

function createLog(all: readonly MetricBatch[]): Uint8Array {
  return Uint8Array.from([METRIC_LOG_HEADER, ...all.map(encodeMetricFrame)].flatMap((b) => [...b]))
}

function computeFrameEnds(): number[] {
  let end = METRIC_LOG_HEADER.length
  return batches.map((batch) => (end += encodeMetricFrame(batch).length))
}
