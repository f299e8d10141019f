/** The layers of each run that differ from those of the base, one sentence each. */
import type { Experiment } from '@shared/experiment'
import { layers } from '@shared/layers'
import { compareModels, type DifferenceRow, type DifferenceSide } from '@shared/model/difference'
import { describeParams } from '@shared/model/layer-words'
import type { ReportLayers } from '@shared/report/report'
import { analyzeExperiment } from '../../../experiment-analysis'
import type { ComparedRun } from '../use-compared-runs'

/** The base is the first of both; a model that cannot be read is said to be so, and a run without one left out. */
export function describeLayers(
  runs: readonly ComparedRun[],
  experiments: readonly (Experiment | null)[]
): ReportLayers[] {
  const [base, ...others] = experiments
  if (!base) return []
  return others.flatMap((experiment, index) =>
    experiment
      ? [{ run: runs[index + 1]?.record.name ?? '', sentences: compare(base, experiment) }]
      : []
  )
}

function compare(base: Experiment, other: Experiment): string[] {
  const [before, after] = [analyzeExperiment(base), analyzeExperiment(other)]
  if (before.kind === 'unreadable')
    return [`The model of the base cannot be read: ${before.reason}`]
  if (after.kind === 'unreadable') return [`The model cannot be read: ${after.reason}`]
  const { batchSize } = other.training
  return compareModels(before.graph, after.graph, { batchSize }).rows.flatMap(describeRow)
}

function describeRow({ kind, before, after, changes }: DifferenceRow): string[] {
  if (kind === 'same') return []
  if (kind === 'removed') return before ? [`Without ${nameWithParams(before)}`] : []
  if (!after) return []
  if (kind === 'added') return [`With ${nameWithParams(after)}`]
  const words = changes.map((change) => `${change.label} ${change.before} → ${change.after}`)
  return [`${nameOf(after)}: ${words.join(', ')}`]
}

const nameOf = ({ layer }: DifferenceSide): string => `${layers[layer.kind].label} ${layer.name}`

function nameWithParams(side: DifferenceSide): string {
  const params = describeParams(side.layer)
  return params ? `${nameOf(side)} (${params})` : nameOf(side)
}
