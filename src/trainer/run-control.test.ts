import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChangeRun } from '@shared/contract/trainer'
import type { RunChange } from '@shared/run'
import {
  createSmallExperiment,
  createTestFolders,
  createTestTrainer,
  followRun,
  type TestFolders,
  type TestTrainer
} from './testing'

let folders: TestFolders
let trainer: TestTrainer
beforeAll(() => {
  folders = createTestFolders()
  trainer = createTestTrainer()
})
afterAll(() => {
  trainer.close()
  folders.remove()
})

/** Starts a run and calls `act` once, as soon as `step` steps are known. */
function start(
  training: Parameters<typeof createSmallExperiment>[0],
  { atStep, act }: { atStep: number; act: (runId: string) => void }
) {
  const request = folders.createRequest(createSmallExperiment(training))
  let hasActed = false
  const story = followRun(trainer, request, (batch) => {
    if (hasActed || (batch.steps.at(-1) ?? 0) < atStep) return
    hasActed = true
    act(request.runId)
  })
  return { runId: request.runId, story }
}

/** Resolves with the next change to the state. */
function nextChange(runId: string, state: RunChange['state']): Promise<RunChange> {
  return new Promise((resolve) => {
    const off = trainer.client.on('onDidChangeRun', (change) => {
      if (change.runId !== runId || change.state !== state) return
      off()
      resolve(change)
    })
  })
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a pause', () => {
  it('changes nothing but the hour: the same numbers, and no paused time', async () => {
    const { call } = trainer.client
    const training = { epochs: 1, batchSize: 100 }
    const { runId, story } = start(training, {
      atStep: 5,
      act: (runId) => void call.pauseRun({ runId })
    })
    const paused = await nextChange(runId, 'paused')
    await wait(400)
    const going = nextChange(runId, 'training')
    await call.resumeRun({ runId })
    expect((await going).elapsedMs - paused.elapsedMs).toBeLessThan(50)
    const held = await story
    const unbroken = await followRun(
      trainer,
      folders.createRequest(createSmallExperiment(training))
    )
    expect(held.last.state).toBe('finished')
    expect(held.last.test).toEqual(unbroken.last.test)
    expect(held.column('step', 'train/loss')).toEqual(unbroken.column('step', 'train/loss'))
    expect(held.events.map(({ kind }) => kind)).toEqual(['paused', 'resumed'])
  })

  it('lets single batches through, and one only', async () => {
    const { call } = trainer.client
    const { runId, story } = start(
      { epochs: 50 },
      { atStep: 3, act: (runId) => void call.pauseRun({ runId }) }
    )
    const { stepsDone } = await nextChange(runId, 'paused')
    for (const more of [1, 2, 3]) {
      const next = nextChange(runId, 'paused')
      await call.stepRun({ runId })
      expect((await next).stepsDone).toBe(stepsDone + more)
    }
    await wait(100)
    await call.stopRun({ runId })
    const { last, column } = await story
    expect(last).toMatchObject({ state: 'stopped', stepsDone: stepsDone + 3 })
    expect(column('step', 'train/loss')).toHaveLength(stepsDone + 3)
  })

  it('takes effect within one step, and can be asked for while the data is read', async () => {
    const { call } = trainer.client
    const request = folders.createRequest(createSmallExperiment({ epochs: 50 }))
    const paused = nextChange(request.runId, 'paused')
    const preparing = nextChange(request.runId, 'preparing')
    const story = followRun(trainer, request)
    await preparing
    await call
      .pauseRun({ runId: request.runId })
      .catch(() => call.pauseRun({ runId: request.runId }))
    expect((await paused).stepsDone).toBeLessThanOrEqual(1)
    await call.stopRun({ runId: request.runId })
    expect((await story).last.state).toBe('stopped')
  })
})

describe('a change while it trains', () => {
  it('of the learning rate slows what is learned from then on, without a reset', async () => {
    const { call } = trainer.client
    const wanted = { learningRate: 1e-9, samplesEverySteps: 5 }
    const { story } = start(
      { epochs: 1 },
      { atStep: 20, act: (runId) => void call.changeRun({ runId, ...wanted }) }
    )
    const { events, last } = await story
    const left = await followRun(
      trainer,
      folders.createRequest(createSmallExperiment({ epochs: 1 }))
    )
    expect(last).toMatchObject({ state: 'finished', stepsDone: 72 })
    expect(last.test?.loss).toBeGreaterThan(left.last.test?.loss ?? Infinity)
    expect(events.map(({ kind, text }) => [kind, text])).toEqual([
      ['learning-rate', 'Learning rate 0.005 → 1e-9, set by hand.'],
      ['sample-interval', 'Sample predictions every 5 steps instead of 25, set by hand.']
    ])
  })

  it('of the epochs ends the run sooner or later, but not in the past', async () => {
    const { call } = trainer.client
    const refusals: Promise<unknown>[] = []
    const change = (wanted: ChangeRun) => call.changeRun(wanted)
    const { story } = start(
      { epochs: 50, batchSize: 900 },
      {
        atStep: 9,
        act(runId) {
          refusals.push(change({ runId, epochs: 1 }).catch((error: Error) => error.message))
          void change({ runId, epochs: 4 })
        }
      }
    )
    const { last, column } = await story
    expect(last).toMatchObject({ state: 'finished', epochsDone: 4 })
    expect(column('epoch', 'train/loss')).toHaveLength(4)
    expect(await refusals[0]).toMatch(/Epoch \d is already at work/)
  })

  it('is refused when the run has ended', async () => {
    await expect(trainer.client.call.changeRun({ runId: 'gone', epochs: 3 })).rejects.toThrow(
      'The run is not being trained any more.'
    )
  })
})

describe('a stop that keeps what was learned', () => {
  it('tests the network as it is', async () => {
    const { call } = trainer.client
    const { story } = start(
      { epochs: 50 },
      { atStep: 10, act: (runId) => void call.stopRun({ runId, evaluate: true }) }
    )
    const { last } = await story
    expect(last.state).toBe('stopped')
    expect(last.stepsDone).toBeLessThan(72)
    expect(last.test?.examples).toBe(2000)
    expect(last.test?.accuracy).toBeGreaterThan(0.1)
  })
})
