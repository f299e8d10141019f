import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, type ComputedRef } from 'vue'
import type { RunRecord } from '@shared/run'
import { appClientKey } from '../../app-client'
import { createExperiment, createRun, createTestApp } from '../../fixtures/test-app'
import { useExperimentsStore } from '../../stores/experiments'
import { useProgressStore } from '../../stores/progress'
import { useRunsStore } from '../../stores/runs'
import { useStepTime, type StepTime } from './useStepTime'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function askStepTime(records: RunRecord[]): Promise<ComputedRef<StepTime | null>> {
  const { pinia, client } = createTestApp({
    listRuns: () => records,
    listExperiments: () => [
      { id: 'shipped:small', source: 'shipped', experiment: createExperiment(), draft: null }
    ],
    getRunExperiment: () => createExperiment()
  })
  await Promise.all([useRunsStore().load(), useExperimentsStore().load()])
  let result: ComputedRef<StepTime | null> | undefined
  const component = defineComponent({
    setup() {
      result = useStepTime()
      return () => h('div')
    }
  })
  wrapper = mount(component, {
    global: { plugins: [pinia], provide: { [appClientKey as symbol]: client } }
  })
  return result as ComputedRef<StepTime | null>
}

const other = createRun({ id: 'other', name: 'other', createdAt: 2e12 })
const own = createRun({ id: 'own', name: 'own', experimentName: 'small', createdAt: 1e12 })

it('is the mean of the newest run of the same experiment, or of another one', async () => {
  const time = await askStepTime([other, own])
  await vi.waitFor(() =>
    expect(time.value).toEqual({
      runName: 'own',
      batchSize: 32,
      msPerStep: 60_000 / 630,
      isRough: true
    })
  )
  wrapper?.unmount()
  const another = await askStepTime([other])
  await vi.waitFor(() => expect(another.value?.runName).toBe('other'))
})

it('is what the trainer tells of the run at work', async () => {
  const time = await askStepTime([own])
  useProgressStore().take({
    runId: 'own',
    phase: 'training',
    epoch: 1,
    epochs: 2,
    step: 30,
    stepsPerEpoch: 100,
    globalStep: 30,
    msPerStep: 12,
    elapsedMs: 1,
    remainingMs: null
  })
  await vi.waitFor(() => expect(time.value).toMatchObject({ msPerStep: 12, isRough: false }))
})

it('is not known without a run, nor from a child, whose steps are those of its parent too', async () => {
  expect((await askStepTime([])).value).toBeNull()
  wrapper?.unmount()
  const origin = { runId: 'own', step: 600, epochsDone: 9 }
  const time = await askStepTime([createRun({ origin: origin as RunRecord['origin'] })])
  expect(time.value).toBeNull()
})
