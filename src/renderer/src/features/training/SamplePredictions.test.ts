import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { toRgba } from '../../components/pixels'
import type { PredictionBatch } from '@shared/predictions'
import SamplePredictions from './SamplePredictions.vue'

const batch: PredictionBatch = {
  runId: 'run-1',
  step: 1250,
  classNames: ['cat', 'dog'],
  imageShape: [1, 1, 1],
  images: Uint8Array.of(0, 255),
  samples: [
    { index: 0, label: 0, predicted: 0, probability: 0.91, probabilities: [0.91, 0.09] },
    { index: 1, label: 0, predicted: 1, probability: 0.6, probabilities: [0.4, 0.6] }
  ]
}

// jsdom has no canvas; what is drawn is tested as bytes below.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))
afterEach(() => void vi.restoreAllMocks())

const show = (shown: PredictionBatch | null) =>
  mount({ render: () => h(TooltipProvider, () => h(SamplePredictions, { batch: shown })) })

describe('sample predictions', () => {
  it('say in words, not in colour alone, what is right and what is wrong', () => {
    const names = show(batch)
      .findAll('li button')
      .map((card) => card.attributes('aria-label'))
    expect(names).toEqual([
      'Right: predicted cat with 0.91, is cat',
      'Wrong: predicted dog with 0.60, is cat'
    ])
  })

  it('carry different signs', () => {
    const signs = show(batch)
      .findAll('.verdict path')
      .map((path) => path.attributes('d'))
    expect(signs[0]).not.toBe(signs[1])
  })

  it('say after which step they were made and how many are right', () => {
    const text = show(batch).text()
    expect(text).toContain('after step 1,250')
    expect(text).toMatch(/1\s*of\s*2\s*right/)
  })

  it('say what will appear while there are none', () => {
    expect(show(null).text()).toContain('will appear here')
  })
})

describe('pixels', () => {
  it('make grey pictures grey and keep the order of colours', () => {
    expect([...toRgba(Uint8Array.of(7), [1, 1, 1])]).toEqual([7, 7, 7, 255])
    expect([...toRgba(Uint8Array.of(1, 2, 3), [1, 1, 3])]).toEqual([1, 2, 3, 255])
  })
})
