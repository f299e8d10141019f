/** Which compared experiments were trained with too few seeds, and what it takes to train them with more. */
import type { Experiment } from '@shared/experiment'
import { median } from '@shared/median'
import { listSeeds, type QueueEntryView } from '@shared/queue'
import { isActive, isForeign, type RunRecord } from '@shared/run'
import { seedlessHash, seedlessKey } from '@shared/compare/seed-groups'
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
  /** Runs of the compared experiments with other seeds, which are not compared. */
  readonly sisters: readonly RunRecord[]
  /** Runs of other programs, which have no experiment to repeat. */
  readonly foreign: readonly RunRecord[]
}

/** A training of some experiment: with which seed it will be. */
export type Seeded = Pick<QueueEntryView, 'seedlessHash' | 'seed'>

export interface RepeatSituation {
  readonly groups: readonly SeedGroup[]
  readonly experiments: ReadonlyMap<string, Experiment>
  /** The queue: seeds that wait there need not be asked for again. */
  readonly waiting: readonly Seeded[]
  /** All runs, compared or not. */
  readonly trained: readonly RunRecord[]
}

export function planRepeats(situation: RepeatSituation): RepeatPlan {
  const compared = new Set(situation.groups.flatMap(({ records }) => records))
  const wholeRuns = indexWholeRuns(situation)
  const groups = situation.groups.flatMap(
    ({ records }) => describeGroup(records, situation, wholeRuns) ?? []
  )
  const repeats = groups.flatMap((group) => planGroup(group) ?? [])
  return {
    repeats,
    trainings: repeats.length * MORE_SEEDS,
    expectedMs: repeats.reduce<number | null>(
      (sum, { expectedMs }) =>
        sum === null || expectedMs === null ? null : sum + MORE_SEEDS * expectedMs,
      0
    ),
    sisters: groups
      .flatMap(({ sisters }) => sisters)
      .filter((run) => !compared.has(run) && !run.marks.isArchived),
    foreign: [...compared].filter(isForeign)
  }
}

/** Among older runs, and more of them, nobody looks for the seeds that were added last. */
const MOST_ALIKE = 30

/** The newest runs that may be of the same experiments as the compared ones: of their names, on their data sets. */
export function listAlike({
  groups,
  trained
}: Pick<RepeatSituation, 'groups' | 'trained'>): RunRecord[] {
  const compared = new Set(groups.flatMap(({ records }) => records))
  const kinds = new Set([...compared].map(kindOf))
  return trained
    .filter((run) => !compared.has(run) && !isForeign(run) && kinds.has(kindOf(run)))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, MOST_ALIKE)
}

const kindOf = ({ experimentName, datasetId }: RunRecord): string =>
  `${datasetId}\n${experimentName}`

/** By what they trained: the runs from scratch that have trained it to its end, or are about to. */
function indexWholeRuns({ experiments, trained }: RepeatSituation): Map<string, RunRecord[]> {
  const index = new Map<string, RunRecord[]>()
  for (const run of trained) {
    const experiment = experiments.get(run.id)
    const isWhole = isActive(run.state) || run.state === 'finished'
    if (!experiment || !isWhole || run.origin !== null) continue
    const key = seedlessKey(experiment, run.datasetId)
    index.set(key, [...(index.get(key) ?? []), run])
  }
  return index
}

interface Group {
  readonly experiment: Experiment
  readonly datasetId: string
  readonly records: readonly RunRecord[]
  /** Of the very experiment, with other seeds, compared or not. */
  readonly sisters: readonly RunRecord[]
  readonly waitingSeeds: readonly number[]
  /** Of all runs of the name. */
  readonly takenSeeds: readonly number[]
}

function describeGroup(
  records: readonly RunRecord[],
  { experiments, waiting, trained }: RepeatSituation,
  wholeRuns: ReadonlyMap<string, readonly RunRecord[]>
): Group | null {
  const [first] = records
  const experiment = first && experiments.get(first.id)
  // A run that goes on from another one has trained more than its experiment says.
  if (!experiment || first.origin !== null) return null
  const { datasetId } = first
  const names = new Set(records.map(({ experimentName }) => experimentName))
  const own = new Set(records.map(({ seed }) => seed))
  const hash = seedlessHash(experiment, datasetId)
  const equals = wholeRuns.get(seedlessKey(experiment, datasetId)) ?? []
  return {
    experiment,
    datasetId,
    records,
    sisters: equals.filter(({ seed }) => !own.has(seed)),
    waitingSeeds: waiting.filter((one) => one.seedlessHash === hash).map(({ seed }) => seed),
    takenSeeds: trained
      .filter((run) => run.datasetId === datasetId && names.has(run.experimentName))
      .map(({ seed }) => seed)
  }
}

function planGroup({
  experiment,
  datasetId,
  records,
  sisters,
  waitingSeeds,
  takenSeeds
}: Group): Repeat | null {
  const seeds = [...[...records, ...sisters].map(({ seed }) => seed), ...waitingSeeds]
  if (new Set(seeds).size >= ENOUGH_SEEDS) return null
  const [, seed = 0] = listSeeds(Math.max(...seeds, ...takenSeeds), 2)
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
