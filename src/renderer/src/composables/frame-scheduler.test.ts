import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFrameScheduler } from './frame-scheduler'

describe('drawing', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] })
  )
  afterEach(() => void vi.useRealTimers())

  it('happens once a frame, however many values arrive in it', () => {
    const draw = vi.fn()
    const scheduler = createFrameScheduler({ draw, isVisible: () => true })
    for (let value = 0; value < 100; value++) scheduler.request()
    vi.advanceTimersToNextFrame()
    expect(draw).toHaveBeenCalledTimes(1)
    scheduler.request()
    vi.advanceTimersToNextFrame()
    expect(draw).toHaveBeenCalledTimes(2)
  })

  it('does not happen while nobody can see it', () => {
    const draw = vi.fn()
    createFrameScheduler({ draw, isVisible: () => false }).request()
    vi.advanceTimersToNextFrame()
    expect(draw).not.toHaveBeenCalled()
  })

  it('does not happen after it was cancelled', () => {
    const draw = vi.fn()
    const scheduler = createFrameScheduler({ draw, isVisible: () => true })
    scheduler.request()
    scheduler.cancel()
    vi.advanceTimersToNextFrame()
    expect(draw).not.toHaveBeenCalled()
  })
})
