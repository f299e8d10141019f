import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import type { CheckpointPlace, RunRecord } from '@shared/run'
import { appClientKey } from '../../app-client'
import { createExperiment, createRun, createTestApp, testRuntime } from '../../fixtures/test-app'
import { useRunsStore } from '../../stores/runs'
import { useTrainerStore } from '../../stores/trainer'
import RunActions from './RunActions.vue'

const place: CheckpointPlace = {
  step: 1213,
  epoch: 3,
  batch: 213,
  epochsDone: 2,
  epochs: 10,
  learningRate: 0.001,
  isComplete: false
}

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function mountActions(
  record: RunRecord,
  handlers: Partial<Handlers<AppContract>> = {}
): Promise<VueWrapper> {
  const test = createTestApp({
    getTrainerStatus: () => ({ kind: 'ready', runtime: testRuntime }),
    getRunCheckpoint: () => place,
    getRunExperiment: () => createExperiment(),
    listRuns: () => [record],
    ...handlers
  })
  await Promise.all([useTrainerStore().load(), useRunsStore().load()])
  wrapper = mount(RunActions, {
    props: { record },
    global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
  })
  return wrapper
}

const wordsOf = (actions: VueWrapper): string[] =>
  actions.findAll('button').map((button) => button.text())

describe('the ways to go on from a run', () => {
  it('are the place of its checkpoint, changes, or from scratch, for one that was interrupted', async () => {
    const actions = await mountActions(createRun({ state: 'interrupted' }))
    await vi.waitFor(() =>
      expect(wordsOf(actions)).toEqual([
        'Continue at epoch 3, step 1,213',
        'Continue with changes…',
        'Train from scratch'
      ])
    )
  })

  it('are from scratch alone without a checkpoint, with the experiment and data set of the run itself', async () => {
    const startTraining = vi.fn(() => createRun({ id: 'run-2', state: 'preparing' }))
    const actions = await mountActions(createRun({ state: 'failed', datasetId: 'cifar10' }), {
      getRunCheckpoint: () => null,
      startTraining
    })
    expect(wordsOf(actions)).toEqual(['Train from scratch'])
    await actions.get('button').trigger('click')
    await vi.waitFor(() => expect(useRunsStore().selectedId).toBe('run-2'))
    const experiment = createExperiment()
    expect(startTraining).toHaveBeenCalledWith({ experiment, datasetId: 'cifar10' }, undefined)
  })

  it('are changes alone for a run that is paused', async () => {
    const actions = await mountActions(createRun({ state: 'paused' }))
    await vi.waitFor(() => expect(wordsOf(actions)).toEqual(['Continue with changes…']))
  })

  it('wait, and say why, while another run is at work', async () => {
    const other = createRun({ id: 'other', name: 'busy', state: 'training' })
    const record = createRun()
    const actions = await mountActions(record, { listRuns: () => [record, other] })
    expect(actions.text()).toContain('“busy” is at work: stop it first.')
    for (const button of actions.findAll('button')) {
      expect(button.attributes('disabled')).toBeDefined()
    }
  })
})
