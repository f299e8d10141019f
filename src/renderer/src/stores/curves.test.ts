import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CurveRequest, WireCurves } from '@shared/curves/curve-request'
import { packCurves } from '@shared/curves/pack'
import { createRun, createTestApp } from '../fixtures/test-app'
import { useCurvesStore, type CurveQuery } from './curves'
import { useMetricsStore } from './metrics'

const query: CurveQuery = {
  series: ['train/loss'],
  scope: 'step',
  x: 'step',
  range: null,
  isLogX: false,
  columns: 400,
  smoothing: 0
}

/** An application whose curves are as long as the number of questions so far. */
function open() {
  const asked: CurveRequest[] = []
  const answers: (() => void)[] = []
  let isHeld = false
  const { emit } = createTestApp({
    async getCurves(request) {
      asked.push(request)
      const length = asked.length
      if (isHeld) await new Promise<void>((resolve) => answers.push(resolve))
      return answer(request, length)
    }
  })
  return {
    asked,
    emit,
    store: useCurvesStore(),
    hold: () => (isHeld = true),
    release: () => {
      isHeld = false
      answers.splice(0).forEach((resolve) => resolve())
    }
  }
}

function answer({ runIds }: CurveRequest, length: number): WireCurves {
  const points = Float64Array.from({ length }, (_, index) => index)
  const curves = runIds.map((runId) => ({
    runId,
    series: 'train/loss' as const,
    raw: { x: points, y: points },
    smooth: null,
    count: length,
    extent: [0, length - 1] as const,
    best: null
  }))
  return {
    ...packCurves(curves),
    marks: runIds.map((runId) => ({
      runId,
      x: 3,
      event: { step: 3, elapsedMs: 1, kind: 'early-stop', text: 'It stopped.' }
    }))
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the curves of the compared runs', () => {
  it('are asked for once a look, and a run that is added alone', async () => {
    const { asked, store } = open()
    store.show(query, ['a', 'b'])
    expect(store.isReading).toBe(true)
    await vi.runAllTimersAsync()
    expect(store.isReading).toBe(false)
    store.show(query, ['b', 'a', 'c'])
    store.show(query, ['a'])
    await vi.runAllTimersAsync()
    expect(asked.map(({ runIds }) => runIds)).toEqual([['a', 'b'], ['c']])
    expect([...(store.answer?.runs.keys() ?? [])]).toEqual(['a', 'b', 'c'])
    expect(store.answer?.runs.get('a')?.events).toMatchObject([{ x: 3 }])
  })

  it('of a live run are read anew four times a second; those of the others stay what they are', async () => {
    const { asked, store } = open()
    store.show(query, ['a', 'live'])
    await vi.runAllTimersAsync()
    const before = store.answer?.runs
    const metrics = useMetricsStore()
    for (let seq = 1; seq <= 20; seq++) {
      metrics.take({
        runId: 'live',
        seq,
        scope: 'step',
        steps: Float64Array.of(seq),
        elapsedMs: Float64Array.of(seq),
        columns: {}
      })
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(asked.slice(1).map(({ runIds }) => runIds)).toEqual(Array(4).fill(['live']))
    expect(store.answer?.runs.get('a')).toBe(before?.get('a'))
    expect(store.answer?.runs.get('live')).not.toBe(before?.get('live'))
  })

  it('stay until the answer to another look is here, and only the newest look is asked for', async () => {
    const { asked, store, hold, release } = open()
    store.show(query, ['a'])
    await vi.runAllTimersAsync()
    hold()
    for (const end of [50, 40, 30]) store.show({ ...query, range: [0, end] }, ['a'])
    await vi.advanceTimersByTimeAsync(10)
    expect(store.answer?.query).toEqual(query)
    release()
    await vi.runAllTimersAsync()
    expect(asked.map(({ range }) => range?.[1])).toEqual([undefined, 50, 30])
    expect(store.answer?.query.range).toEqual([0, 30])
  })

  it('of a run that changed while nobody looked are read anew when somebody does', async () => {
    const { asked, store, emit } = open()
    store.show(query, ['a'])
    await vi.runAllTimersAsync()
    store.leave()
    emit('onDidChangeRun', createRun({ id: 'a' }))
    await vi.runAllTimersAsync()
    expect(asked).toHaveLength(1)
    store.show(query, ['a'])
    await vi.runAllTimersAsync()
    expect(asked).toHaveLength(2)
  })

  it('are read ahead of the first look, which then asks for what has changed since alone', async () => {
    const { asked, store, emit } = open()
    store.readAhead(query, ['a', 'b'])
    await vi.runAllTimersAsync()
    emit('onDidChangeRun', createRun({ id: 'b' }))
    await vi.runAllTimersAsync()
    expect(asked, 'nobody looks: nothing is followed').toHaveLength(1)
    store.show(query, ['a'])
    expect(store.isReading).toBe(false)
    store.show(query, ['a', 'b'])
    await vi.runAllTimersAsync()
    store.readAhead({ ...query, smoothing: 0.5 }, ['a', 'b'])
    await vi.runAllTimersAsync()
    expect(asked.map(({ runIds }) => runIds)).toEqual([['a', 'b'], ['b']])
  })
})
