import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import type { Experiment } from '@shared/experiment'
import {
  createExperiment,
  createRun,
  createTestApp,
  testRuntime,
  type TestApp
} from '../../fixtures/test-app'
import { createRooms } from '../../router'
import { useDatasetsStore } from '../../stores/datasets'
import { useExperimentsStore } from '../../stores/experiments'
import { useProgressStore } from '../../stores/progress'
import { useRunsStore } from '../../stores/runs'
import { useTrainerStore } from '../../stores/trainer'
import { appClientKey } from '../../app-client'
import TrainingBar from './TrainingBar.vue'

const mnist = {
  card: {
    id: 'mnist',
    label: 'MNIST',
    description: '',
    imageShape: [28, 28, 1] as [number, number, number],
    classNames: [...'0123456789'],
    trainCount: 8000,
    testCount: 2000,
    licence: '',
    citation: '',
    needsFolder: true
  },
  folder: null,
  isReady: true,
  message: 'Choose the folder of MNIST.'
}

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function mountBar(
  handlers: Partial<Handlers<AppContract>> = {},
  experiment: Experiment = createExperiment()
): Promise<{ bar: VueWrapper; test: TestApp }> {
  const test = createTestApp({
    getTrainerStatus: () => ({ kind: 'ready', runtime: testRuntime }),
    listDatasets: () => [mnist],
    listExperiments: () => [{ id: 'small', source: 'shipped', experiment }],
    ...handlers
  })
  await Promise.all([
    useTrainerStore().load(),
    useExperimentsStore().load(),
    useDatasetsStore().load(),
    useRunsStore().load()
  ])
  wrapper = mount(TrainingBar, {
    global: {
      plugins: [test.pinia, createRooms(createMemoryHistory())],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  return { bar: wrapper, test }
}

const button = (bar: VueWrapper, text: string) =>
  bar.findAll('button').find((one) => one.text() === text)

describe('the training bar', () => {
  it('starts the chosen experiment on its data set, and offers to stop it', async () => {
    const startTraining = vi.fn(() => createRun({ state: 'preparing' }))
    const { bar } = await mountBar({ startTraining })
    await button(bar, 'Train')?.trigger('click')
    await vi.waitFor(() => expect(button(bar, 'Stop')).toBeDefined())
    const experiment = createExperiment()
    expect(startTraining).toHaveBeenCalledWith({ experiment, datasetId: 'mnist' }, undefined)
    expect(useRunsStore().selectedId).toBe('run-1')
  })

  it('stops the run at work and says that it is stopping', async () => {
    const stopTraining = vi.fn(() => undefined)
    const { bar, test } = await mountBar({
      stopTraining,
      listRuns: () => [createRun({ state: 'training' })]
    })
    await button(bar, 'Stop')?.trigger('click')
    await vi.waitFor(() =>
      expect(stopTraining).toHaveBeenCalledWith({ runId: 'run-1', evaluate: false }, undefined)
    )
    test.emit('onDidChangeRun', createRun({ state: 'stopping' }))
    await vi.waitFor(() => expect(button(bar, 'Stopping')?.attributes('disabled')).toBeDefined())
  })

  it('says why it cannot train, and offers the folder that is missing', async () => {
    const chooseDatasetFolder = vi.fn(() => ({ ...mnist, folder: '/data', isReady: true }))
    const { bar } = await mountBar({
      chooseDatasetFolder,
      listDatasets: () => [{ ...mnist, isReady: false }]
    })
    expect(button(bar, 'Train')?.attributes('disabled')).toBeDefined()
    expect(bar.get('#readiness').text()).toBe('Choose the folder of MNIST.')
    await button(bar, 'Choose folder…')?.trigger('click')
    await vi.waitFor(() => expect(button(bar, 'Train')?.attributes('disabled')).toBeUndefined())
  })

  it('shows epoch, step and times of the run at work', async () => {
    const { bar } = await mountBar({ listRuns: () => [createRun({ state: 'training' })] })
    useProgressStore().take({
      runId: 'run-1',
      phase: 'training',
      epoch: 3,
      epochs: 10,
      step: 213,
      stepsPerEpoch: 391,
      globalStep: 995,
      msPerStep: 312,
      elapsedMs: 310_000,
      remainingMs: 900_000
    })
    await vi.waitFor(() => expect(bar.text()).toContain('Epoch 3 of 10 · step 213 / 391'))
    expect(bar.text()).toContain('312 ms')
    expect(bar.text()).toContain('15:00')
    expect(bar.get('[role=progressbar]').attributes('aria-valuenow')).toBe('25')
  })
})
