/** Which of the compared runs is better than the base, and how sure that is: one sentence each. */
import { digestEvaluation, type EvaluationDigest } from '@shared/compare/digest'
import { seedlessKey } from '@shared/compare/seed-groups'
import { describeVerdict, judgePair } from '@shared/compare/verdict'
import type { Experiment } from '@shared/experiment'
import type { AppClient } from '../../../app-client'
import type { ComparedRun } from '../use-compared-runs'

export interface VerdictQuestion {
  readonly app: AppClient
  /** The base is the first; one experiment a run. */
  readonly runs: readonly ComparedRun[]
  readonly experiments: readonly (Experiment | null)[]
}

/** A run whose answers to the test pictures were not kept has no verdict. */
export async function gatherVerdicts({
  app,
  runs,
  experiments
}: VerdictQuestion): Promise<string[]> {
  const [base, ...others] = runs
  const first = base ? await readDigest(app, base) : null
  if (!base || !first) return []
  const keys = runs.map(({ record }, index) => {
    const experiment = experiments[index]
    // A run that goes on from another one has trained more than its experiment says.
    const isAlone = !experiment || record.origin !== null
    return isAlone ? `run ${record.id}` : seedlessKey(experiment, record.datasetId)
  })
  const countSeeds = (index: number): number => {
    const sisters = runs.filter((_, place) => keys[place] === keys[index])
    return new Set(sisters.map(({ record }) => record.seed)).size
  }
  const sentences: string[] = []
  for (const [index, other] of others.entries()) {
    const second = await readDigest(app, other)
    if (!second) continue
    sentences.push(
      describeVerdict(judgePair(first, second), {
        first: base.record.name,
        second: other.record.name,
        firstSeeds: countSeeds(0),
        secondSeeds: countSeeds(index + 1)
      })
    )
  }
  return sentences
}

async function readDigest(
  app: AppClient,
  { record }: ComparedRun
): Promise<EvaluationDigest | null> {
  const evaluation = await app.call.getRunEvaluation({
    runId: record.id,
    part: 'test',
    moment: 'end'
  })
  return evaluation && digestEvaluation(evaluation)
}
