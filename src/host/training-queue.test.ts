import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { MOST_ENTRIES, queueSchema } from '@shared/queue'
import { isActive } from '@shared/run'
import { createTemporaryWorkspace, lectureExperiment, openStore } from '@store/testing'
import type { Workspace } from '@store/workspace'
import { createTestHost, waitForStatus, type FakeBehaviour } from './testing'
import { RESTORED, TrainingQueue } from './training-queue'
import { TrainingService } from './training-service'

const small = { ...lectureExperiment, training: { ...lectureExperiment.training, epochs: 1 } }
const long = { ...lectureExperiment, training: { ...lectureExperiment.training, epochs: 1000 } }
/** Processes start slowly on a machine that is busy. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000 })
const once = { datasetId: 'mnist', repeats: 1 }

describe('the queue', () => {
  it('trains its entries one after the other, each with its seed, and is empty then', async () => {
    const { queue, store, waitForRuns } = createQueue()
    let mostAtOnce = 0
    store.onDidChangeRun(() => {
      const atWork = store.listRuns().filter(({ state }) => isActive(state))
      mostAtOnce = Math.max(mostAtOnce, atWork.length)
    })
    queue.add({ ...once, experiment: small, repeats: 3 })
    expect(await waitForRuns(3)).toEqual([
      ['cifar-cnn', 1, 'finished'],
      ['cifar-cnn 2', 2, 'finished'],
      ['cifar-cnn 3', 3, 'finished']
    ])
    expect(store.getExperiment(store.listRuns()[0]?.id ?? '').training.seed).toBe(3)
    expect(mostAtOnce).toBe(1)
    expect(queue.view.entries).toEqual([])
  })

  it('waits for a run that a person started', async () => {
    const { queue, service, store, waitForRuns } = createQueue()
    const byHand = await service.start({ experiment: long, datasetId: 'mnist' })
    queue.add({ ...once, experiment: small })
    await until(() => expect(store.getHistory(byHand.id).seq).toBeGreaterThan(5))
    expect(store.listRuns()).toHaveLength(1)
    await service.stop(byHand.id)
    expect(await waitForRuns(2)).toEqual([
      ['cifar-cnn', 1, 'stopped'],
      ['cifar-cnn 2', 1, 'finished']
    ])
  })

  it('lets a request go first that ends one run and starts another', async () => {
    const { queue, service, waitForRuns } = createQueue()
    const byHand = await service.start({ experiment: long, datasetId: 'mnist' })
    queue.add({ ...once, experiment: small })
    const other = { ...small, training: { ...small.training, seed: 7 } }
    await queue.letFirst(async () => {
      await service.stop(byHand.id)
      await service.waitForEnd(byHand.id)
      await new Promise(setImmediate)
      return service.start({ experiment: other, datasetId: 'mnist' })
    })
    expect((await waitForRuns(3)).map(([, seed]) => seed)).toEqual([1, 7, 1])
  })

  it('is held when a person stops a run of it, says so, and goes on when asked', async () => {
    const { queue, service, store, waitForRuns } = createQueue()
    queue.add({ ...once, experiment: long })
    queue.add({ ...once, experiment: small })
    await until(() => expect(service.active?.state).toBe('training'))
    await service.stop(service.active?.id ?? '')
    await until(() => expect(service.active).toBeNull())
    expect(queue.view).toMatchObject({
      isHeld: true,
      reason: 'Held because "cifar-cnn" was stopped.',
      entries: [{ name: 'cifar-cnn' }]
    })
    expect(store.listRuns()).toHaveLength(1)
    queue.continue()
    expect((await waitForRuns(2))[1]).toEqual(['cifar-cnn 2', 1, 'finished'])
  })

  it('says what could not be started, keeps it, and tries the next one', async () => {
    const { queue, store } = createQueue({ behaviour: 'refuses runs' })
    queue.add({ ...once, experiment: small, repeats: 2 })
    await until(() =>
      expect(queue.view.entries).toMatchObject([
        { problem: 'Too large.' },
        { problem: 'Too large.' }
      ])
    )
    expect(queue.view.isHeld).toBe(false)
    expect(store.listRuns()).toEqual([])
  })

  it('goes on after a run whose trainer was killed', async () => {
    const { queue, host, waitForRuns } = createQueue({
      behaviour: 'is killed while training'
    })
    await waitForStatus(host, 'ready')
    const startingWhileDead: boolean[] = []
    host.onDidChangeStatus(({ kind }) => {
      if (kind === 'restarting') {
        startingWhileDead.push(...queue.view.entries.map(({ isStarting }) => isStarting))
      }
    })
    // For the next trainer: this one has read it.
    vi.stubEnv('FAKE_TRAINER', 'well')
    queue.add({ ...once, experiment: small, repeats: 2 })
    expect((await waitForRuns(2)).map(([, seed, state]) => [seed, state])).toEqual([
      [1, 'interrupted'],
      [2, 'finished']
    ])
    expect(startingWhileDead).toEqual([false])
  })

  it('is held when there is no trainer', async () => {
    const { queue, host } = createQueue({ behaviour: 'has no library' })
    queue.add({ ...once, experiment: small })
    await waitForStatus(host, 'failed')
    expect(queue.view).toMatchObject({
      isHeld: true,
      reason: expect.stringMatching(
        /^Held because the trainer is not running\. .*cannot be loaded/
      ),
      entries: [{ problem: null }]
    })
  })

  it('refuses more than it holds', () => {
    const { queue } = createQueue()
    for (let count = 0; count < MOST_ENTRIES; count += 20)
      queue.add({ ...once, experiment: small, repeats: 20 })
    expect(() => queue.add({ ...once, experiment: small })).toThrow(/at most 200 runs/)
  })
})

describe('a queue that is held', () => {
  it('can be put in order, and a removal can be taken back', () => {
    const { queue, seeds } = createHeldQueue()
    const [first, second] = queue.view.entries
    queue.move({ id: first?.id ?? '', to: 2 })
    expect(seeds()).toEqual([2, 3, 1])
    queue.remove([second?.id ?? ''])
    expect(seeds()).toEqual([3, 1])
    queue.undo()
    expect(seeds()).toEqual([2, 3, 1])
    expect(queue.view.canUndo).toBe(false)
  })

  it('comes back whole, and held, after it was cleared', () => {
    const { queue, seeds, store } = createHeldQueue()
    queue.clear()
    expect(queue.view).toMatchObject({ entries: [], isHeld: false, canUndo: true })
    queue.undo()
    expect(seeds()).toEqual([1, 2, 3])
    expect(queue.view.isHeld).toBe(true)
    expect(store.listRuns()).toEqual([])
  })

  it('starts nothing', async () => {
    const { host, store } = createHeldQueue()
    await waitForStatus(host, 'ready')
    expect(store.listRuns()).toEqual([])
  })
})

describe('the queue of the next start', () => {
  it('is there in its order, held, and goes on when asked', async () => {
    const workspace = createTemporaryWorkspace()
    const { queue: before } = createHeldQueue(workspace)
    before.move({ id: before.view.entries[2]?.id ?? '', to: 0 })
    before.dispose()

    const { queue, host, store, seeds, waitForRuns } = createQueue({ workspace })
    await waitForStatus(host, 'ready')
    expect(queue.view).toMatchObject({ isHeld: true, reason: RESTORED })
    expect(seeds()).toEqual([3, 1, 2])
    expect(store.listRuns()).toEqual([])
    queue.continue()
    expect((await waitForRuns(3)).map(([, seed]) => seed)).toEqual([3, 1, 2])
  })

  it('holds what waited when the application ended in the middle of a run', async () => {
    const workspace = createTemporaryWorkspace()
    const first = createQueue({ workspace })
    first.queue.add({ ...once, experiment: long })
    first.queue.add({ ...once, experiment: small, repeats: 2 })
    await until(() => expect(first.service.active?.state).toBe('training'))
    first.queue.dispose()
    await first.service.dispose()
    const { queue, seeds } = createQueue({ workspace })
    expect(seeds()).toEqual([1, 2])
    expect(queue.view.reason).toBe(RESTORED)
  })

  it.each(['{ "entries": [', '{ "entries": [{ "id": "a" }] }'])(
    'is empty and says so when the file is damaged: %s',
    (text) => {
      const workspace = createTemporaryWorkspace()
      writeFileSync(workspace.queueFile, text)
      const { queue, warnings } = createQueue({ workspace })
      expect(queue.view).toMatchObject({ entries: [], isHeld: false })
      expect(queue.view.reason).toMatch(/could not be read and is empty now/)
      expect(warnings).toEqual([queue.view.reason])
      expect(readFileSync(`${workspace.queueFile}.damaged`, 'utf8')).toBe(text)
      expect(existsSync(workspace.queueFile)).toBe(false)
    }
  )
})

it('changes nothing when it cannot be stored, and says why', () => {
  const { queue, seeds, workspace } = createHeldQueue()
  // A folder of the name of the temporary file: no system lets it be opened for writing.
  mkdirSync(`${workspace.queueFile}.${process.pid}.tmp`)
  expect(() => queue.add({ ...once, experiment: small })).toThrow(
    /cannot be stored in .*queue\.json/
  )
  expect(seeds()).toEqual([1, 2, 3])
})

function createQueue({
  behaviour = 'well',
  workspace = createTemporaryWorkspace()
}: { behaviour?: FakeBehaviour; workspace?: Workspace } = {}) {
  const { store } = openStore(workspace)
  const { host } = createTestHost(behaviour)
  const service = new TrainingService({
    host,
    store,
    workspace,
    applicationVersion: '0.1.0',
    getDatasetFolders: () => ({})
  })
  const warnings: string[] = []
  const queue = new TrainingQueue({
    file: workspace.queueFile,
    service,
    host,
    store,
    warn: (sentence) => warnings.push(sentence)
  })
  host.start()

  /** Name, seed and state of the runs, oldest first, once there are so many and the last one has ended. */
  async function waitForRuns(count: number) {
    const list = () => [...store.listRuns()].reverse()
    await until(() => {
      const runs = list()
      expect(runs).toHaveLength(count)
      expect(runs.every(({ state }) => !isActive(state))).toBe(true)
    })
    return list().map(({ name, seed, state }) => [name, seed, state] as const)
  }
  const seeds = () => queue.view.entries.map(({ seed }) => seed)
  return { queue, service, host, store, workspace, warnings, waitForRuns, seeds }
}

/** Three entries with the seeds 1, 2 and 3, of which none is started. */
function createHeldQueue(workspace = createTemporaryWorkspace()) {
  const made = createQueue({ workspace })
  made.queue.add({ ...once, experiment: small, repeats: 3 })
  made.queue.hold()
  expect(queueSchema.parse(JSON.parse(readFileSync(workspace.queueFile, 'utf8'))).isHeld).toBe(true)
  return made
}
