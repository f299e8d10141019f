import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createTemporaryWorkspace, lectureExperiment, openStore } from '@store/testing'
import { createTestHost, waitForStatus, type FakeBehaviour } from './testing'
import { TrainingService } from './training-service'

const request = {
  experiment: { ...lectureExperiment, training: { ...lectureExperiment.training, epochs: 2 } },
  datasetId: 'mnist'
}

it('trains a run to its end and keeps all of its metrics', async () => {
  const { service, store } = createService()
  const run = await service.start(request)
  expect(service.active?.id).toBe(run.id)
  const ended = await service.waitForEnd(run.id)
  expect(ended).toMatchObject({
    state: 'finished',
    epochsDone: 2,
    stepsDone: 20,
    parameters: 558_186,
    notes: ['The pictures are fake.'],
    latest: { 'train/loss': 0.5, 'train/accuracy': 0.8 },
    test: { accuracy: 0.9 }
  })
  expect(store.getHistory(run.id)).toMatchObject({ seq: 22 })
  expect(service.active).toBeNull()
})

it('writes down what a run was started with', async () => {
  const { service, store } = createService()
  const run = await service.start(request)
  const file = join(store.getRunFolder(run.id), 'environment.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    receptiveVersion: '0.1.0',
    tensorflowVersion: '2.21.0',
    flags: { TF_ENABLE_ONEDNN_OPTS: '1' },
    dataset: { id: 'mnist', folder: '/pictures' }
  })
})

it('stops a run when asked', async () => {
  const { service } = createService()
  const run = await service.start(request)
  await service.stop(run.id)
  expect((await service.waitForEnd(run.id)).state).toBe('stopped')
})

it('discards a run at work with all of it, and trains again', async () => {
  const { service, store } = createService()
  const run = await service.start(request)
  const folder = store.getRunFolder(run.id)
  await service.discard(run.id)
  expect(existsSync(folder)).toBe(false)
  expect(service.active).toBeNull()
  const next = await service.start(request)
  expect((await service.waitForEnd(next.id)).state).toBe('finished')
})

it('leaves nothing of a run that the trainer refuses', async () => {
  const { service, store } = createService('refuses runs')
  await expect(service.start(request)).rejects.toMatchObject({
    name: 'UserError',
    message: 'Too large.'
  })
  expect(store.listRuns()).toEqual([])
})

it('refuses a second run while one is at work', async () => {
  const { service } = createService()
  await service.start(request)
  await expect(service.start(request)).rejects.toThrow(/"cifar-cnn" is still at work/)
})

it('marks the run interrupted when the trainer is killed, and trains again with the next one', async () => {
  const { service, store, host } = createService('is killed while training')
  const run = await service.start(request)
  expect(await service.waitForEnd(run.id)).toMatchObject({
    state: 'interrupted',
    reason: expect.stringMatching(/The trainer stopped: it was killed/)
  })
  expect(store.getHistory(run.id).tables[0]?.steps.at(-1)).toBeGreaterThanOrEqual(1)

  vi.stubEnv('FAKE_TRAINER', 'well')
  await waitForStatus(host, 'ready')
  const next = await service.start(request)
  expect((await service.waitForEnd(next.id)).state).toBe('finished')
})

it('says which batch size should fit when the trainer dies for lack of memory', async () => {
  const { service } = createService('runs out of memory while training')
  const run = await service.start(request)
  expect(await service.waitForEnd(run.id)).toMatchObject({
    state: 'interrupted',
    reason: expect.stringMatching(
      /ran out of memory when TensorFlow asked for a tensor of 256x28x28x64 float values \(49\.00 MB\)\. .* A batch size of \d+ should fit \(now \d+; this is an estimate\)\.$/
    )
  })
})

it('stops the active run before it lets the trainer go', async () => {
  const { service, store } = createService()
  const run = await service.start(request)
  await service.dispose()
  expect(store.getRun(run.id).state).toBe('stopped')
  expect(existsSync(store.getRunFolder(run.id))).toBe(true)
})

function createService(behaviour: FakeBehaviour = 'well') {
  const workspace = createTemporaryWorkspace()
  const { store } = openStore(workspace)
  const { host } = createTestHost(behaviour)
  const service = new TrainingService({
    host,
    store,
    workspace,
    applicationVersion: '0.1.0',
    getDatasetFolders: () => ({ mnist: '/pictures' })
  })
  return { service, store, host }
}
