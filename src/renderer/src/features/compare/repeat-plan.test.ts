import { describe, expect, it } from 'vitest'
import { seedlessHash } from '@shared/compare/seed-groups'
import type { Experiment } from '@shared/experiment'
import { UNKNOWN_DATASET, type RunRecord } from '@shared/run'
import { createExperiment, createRun } from '../../fixtures/test-app'
import { planRepeats, type RepeatSituation } from './repeat-plan'

const plan = (groups: readonly (readonly RunRecord[])[], changes: Partial<RepeatSituation> = {}) =>
  planRepeats({
    groups: groups.map((records) => ({ records, accuracy: null })),
    experiments: new Map(groups.flat().map(({ id }) => [id, createExperiment()])),
    waiting: [],
    trained: groups.flat(),
    ...changes
  })
const wait = (experiment: Experiment, seed: number, datasetId = 'mnist') => ({
  seedlessHash: seedlessHash(experiment, datasetId),
  seed
})
const run = (id: string, changes: Partial<RunRecord> = {}) => createRun({ id, ...changes })

describe('the repetition of compared experiments', () => {
  it('takes three seeds after those that were trained, compared or not', () => {
    const [a, b] = [run('a', { seed: 4 }), run('b', { seed: 2, experimentName: 'other' })]
    const base = createExperiment()
    const experiments = new Map([
      ['a', base],
      ['b', { ...base, training: { ...base.training, epochs: 99 } }]
    ])
    const trained = [a, b, run('c', { seed: 7 })]
    const { repeats, trainings } = plan([[a], [b]], { trained, experiments })
    expect(repeats.map(({ experiment }) => experiment.training.seed)).toEqual([8, 3])
    expect(trainings).toBe(6)
  })

  it('begins anew after the largest seed', () => {
    const { repeats } = plan([[run('a', { seed: 2 ** 32 - 1 })]])
    expect(repeats[0]?.experiment.training.seed).toBe(0)
  })

  it('is not offered for an experiment of three seeds, trained or waiting', () => {
    const seeds = [1, 2, 3].map((seed) => run(`seed ${seed}`, { seed }))
    expect(plan([seeds]).repeats).toEqual([])
    const waiting = [2, 3].map((seed) => wait(createExperiment({ name: 'renamed' }), seed))
    expect(plan([[run('a')]], { waiting }).repeats).toEqual([])
    expect(plan([[run('a')]], { waiting: waiting.slice(1) }).repeats).toHaveLength(1)
  })

  it('is offered where another experiment of the name, or another data set, waits', () => {
    const base = createExperiment()
    const other = { ...base, training: { ...base.training, epochs: 99 } }
    const waiting = [2, 3].flatMap((seed) => [wait(other, seed), wait(base, seed, 'fashion')])
    expect(plan([[run('a')]], { waiting }).repeats).toHaveLength(1)
  })

  it('counts runs of the very experiment that are not compared, and offers them', () => {
    const [a, b] = [run('a'), run('b', { seed: 2 })]
    const other = run('other', { seed: 3 })
    const child = run('child', { seed: 4, origin: { runId: 'a', step: 1, epochsDone: 1 } })
    const failed = run('failed', { seed: 5, state: 'failed' })
    const trained = [a, b, other, child, failed, run('same seed')]
    const experiments = new Map(trained.map(({ id }) => [id, createExperiment()]))
    const base = createExperiment()
    experiments.set('other', { ...base, training: { ...base.training, epochs: 99 } })
    expect(plan([[a]], { trained, experiments }).sisters).toEqual([b])
    const third = run('third', { seed: 6, state: 'training' })
    experiments.set('third', createExperiment())
    const { repeats, sisters } = plan([[a]], { trained: [...trained, third], experiments })
    expect([repeats, sisters]).toEqual([[], [b, third]])
  })

  it('is expected to take as long as the runs did, those cut short to their end', () => {
    const finished = run('a', { elapsedMs: 60_000 })
    const stopped = run('b', { state: 'stopped', elapsedMs: 10_000, epochs: 10, epochsDone: 2 })
    const { expectedMs } = plan([[finished], [{ ...stopped, experimentName: 'other' }]])
    expect(expectedMs).toBe(3 * 60_000 + 3 * 50_000)
    expect(plan([[run('c', { state: 'failed', epochsDone: 0 })]]).expectedMs).toBeNull()
  })

  it('leaves out runs that go on from others, and names those of other programs', () => {
    const child = run('a', { origin: { runId: 'x', step: 1, epochsDone: 1 } })
    const foreign = run('b', { datasetId: UNKNOWN_DATASET })
    const { repeats, foreign: named } = plan([[child], [foreign]], { experiments: new Map() })
    expect(repeats).toEqual([])
    expect(named).toEqual([foreign])
  })
})
