import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, shallowRef, type ShallowRef } from 'vue'
import type { AugmentationPreview } from '@shared/augmentation-preview'
import { appClientKey } from '../../app-client'
import { createTestApp } from '../../fixtures/test-app'
import { useAugmentationCost, type MeasuredCost } from './useAugmentationCost'
import {
  useAugmentationPreview,
  type PreviewState,
  type PreviewWish
} from './useAugmentationPreview'

let wrapper: VueWrapper | undefined
afterEach(() => {
  wrapper?.unmount()
  vi.useRealTimers()
})

const wishFor = (seed: number): PreviewWish => ({
  datasetId: 'shapes',
  settings: {},
  validation: { kind: 'none' },
  inputShape: null,
  pick: { kind: 'seeded', seed: 1, count: 1 },
  draws: 1,
  seed
})

/** Tells by its counts for which seed it was made. */
const previewFor = (seed: number): AugmentationPreview => ({
  shape: [1, 1, 1],
  fitNote: null,
  pictures: [{ place: 0, label: 0, isTrained: true }],
  counts: { train: seed, validation: 0 },
  before: new Uint8Array(1),
  draws: [new Uint8Array(1)],
  mixtures: [null],
  extremes: [],
  network: { isStandardized: false, least: 0, most: 1, mean: 0, deviation: 0, draws: null }
})

type Handlers = Parameters<typeof createTestApp>[0]

/** Runs a composable within a component whose application answers with `handlers`. */
function run<T>(handlers: Handlers, use: (getWish: () => PreviewWish | null) => T) {
  const wish = shallowRef<PreviewWish | null>(wishFor(1))
  const { pinia, client } = createTestApp(handlers)
  let result: T | undefined
  const component = defineComponent({
    setup() {
      result = use(() => wish.value)
      return () => h('div')
    }
  })
  wrapper = mount(component, {
    global: { plugins: [pinia], provide: { [appClientKey as symbol]: client } }
  })
  return { wish, result: result as T }
}

it('asks one question at a time, and of many wishes in between only for the newest', async () => {
  const asked: number[] = []
  let answer: () => void = () => undefined
  const { wish, result } = run(
    {
      async previewAugmentation({ seed }) {
        asked.push(seed)
        await new Promise<void>((resolve) => (answer = resolve))
        return previewFor(seed)
      }
    },
    useAugmentationPreview
  )
  const state: ShallowRef<PreviewState> = result.state
  await vi.waitFor(() => expect(asked).toEqual([1]))
  for (const seed of [2, 3, 4]) {
    wish.value = wishFor(seed)
    await Promise.resolve()
  }
  answer()
  await vi.waitFor(() => expect(asked).toEqual([1, 4]))
  // The old pictures are there until the new ones come.
  expect(state.value.preview?.counts.train).toBe(1)
  answer()
  await vi.waitFor(() => expect(state.value.preview?.counts.train).toBe(4))
  expect(asked).toEqual([1, 4])
})

it('keeps the old pictures when a question fails, says why, and asks on', async () => {
  const { wish, result } = run(
    {
      previewAugmentation({ seed }) {
        if (seed === 2) throw new Error('The inspector stopped: it was killed.')
        return previewFor(seed)
      }
    },
    useAugmentationPreview
  )
  const { state } = result
  await vi.waitFor(() => expect(state.value.preview?.counts.train).toBe(1))
  wish.value = wishFor(2)
  await vi.waitFor(() => expect(state.value.problem).toContain('it was killed'))
  expect(state.value.preview?.counts.train).toBe(1)
  wish.value = wishFor(3)
  await vi.waitFor(() => expect(state.value.preview?.counts.train).toBe(3))
  expect(state.value.problem).toBeNull()
})

it('measures once the settings have rested, and not for another seed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const asked: unknown[] = []
  const { wish, result: cost } = run(
    {
      measureAugmentation({ settings }) {
        asked.push(settings)
        return { microsecondsPerPicture: asked.length }
      }
    },
    (getWish) =>
      useAugmentationCost(() => {
        const { datasetId, settings, validation, inputShape } = getWish() ?? wishFor(1)
        return { datasetId, settings, validation, inputShape }
      })
  )
  for (let degrees = 1; degrees <= 5; degrees++) {
    wish.value = { ...wishFor(1), settings: { rotation_range: degrees } }
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(600)
  expect(asked).toEqual([{ rotation_range: 5 }])
  const measured: MeasuredCost | undefined = cost.value
  expect(measured).toEqual({ microsecondsPerPicture: 1 })
  wish.value = { ...wishFor(9), settings: { rotation_range: 5 } }
  await vi.advanceTimersByTimeAsync(2000)
  expect(asked).toHaveLength(1)
})
