/** Which compared experiments were trained with too few seeds, and what it takes to train them with more. */
import type { Experiment } from '@shared/experiment'
import { median } from '@shared/median'
import { listSeeds, type QueueEntryView } from '@shared/queue'
import { isForeign, type RunRecord } from '@shared/run'
import type { SeedGroup } from '../../stores/compared-scores'

/** From fewer, a deviation says little. */
export const ENOUGH_SEEDS = 3
export const MORE_SEEDS = 3

export interface Repeat {
  /** With the first of its further seeds. */
  readonly experiment: Experiment
  readonly datasetId: string
  /** Of one training; null while no run of it has an epoch. */
  readonly expectedMs: number | null
}

export interface RepeatPlan {
  readonly repeats: readonly Repeat[]
  readonly trainings: number
  /** Of all trainings, one after the other; null when one of them is not known. */
  readonly expectedMs: number | null
  /** Runs of other programs, which have no experiment to repeat. */
  readonly foreign: readonly RunRecord[]
}

/** A training of a name on a set: with which seed it was or will be. */
export type Seeded = Pick<QueueEntryView, 'name' | 'datasetId' | 'seed'>

export interface RepeatSituation {
  readonly groups: readonly SeedGroup[]
  readonly experiments: ReadonlyMap<string, Experiment>
  /** The queue: seeds that wait there need not be asked for again. */
  readonly waiting: readonly Seeded[]
  /** All runs, compared or not: their seeds are taken. */
  readonly trained: readonly RunRecord[]
}

export function planRepeats(situation: RepeatSituation): RepeatPlan {
  const { groups } = situation
  const repeats = groups.flatMap(({ records }) => planGroup(records, situation) ?? [])
  return {
    repeats,
    trainings: repeats.length * MORE_SEEDS,
    expectedMs: repeats.reduce<number | null>(
      (sum, { expectedMs }) =>
        sum === null || expectedMs === null ? null : sum + MORE_SEEDS * expectedMs,
      0
    ),
    foreign: groups.flatMap(({ records }) => records.filter(isForeign))
  }
}

function planGroup(
  records: readonly RunRecord[],
  { experiments, waiting, trained }: RepeatSituation
): Repeat | null {
  const [first] = records
  const experiment = first && experiments.get(first.id)
  // A run that goes on from another one has trained more than its experiment says.
  if (!experiment || first.origin !== null) return null
  const { datasetId } = first
  const names = records.map(({ experimentName }) => experimentName)
  const isAlike = (one: Seeded): boolean => one.datasetId === datasetId && names.includes(one.name)
  const asked = waiting.filter(isAlike)
  const seeds = [...records, ...asked].map(({ seed }) => seed)
  if (new Set(seeds).size >= ENOUGH_SEEDS) return null
  const others = trained.map((run) => ({ ...run, name: run.experimentName }))
  const taken = [...seeds, ...others.filter(isAlike).map(({ seed }) => seed)]
  const [, seed = 0] = listSeeds(Math.max(...taken), 2)
  return {
    experiment: { ...experiment, training: { ...experiment.training, seed } },
    datasetId,
    expectedMs: estimateTraining(records)
  }
}

function estimateTraining(records: readonly RunRecord[]): number | null {
  const times = records.flatMap(({ state, elapsedMs, epochs, epochsDone }) => {
    // One that stopped early by its own rule has taken what it takes.
    if (state === 'finished') return [elapsedMs]
    return epochsDone > 0 ? [(elapsedMs / epochsDone) * epochs] : []
  })
  return times.length > 0 ? median(times) : null
}
