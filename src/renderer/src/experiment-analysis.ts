/** What an experiment's model is and costs, computed once an experiment. */
import { markRaw, toRaw } from 'vue'
import { UserError } from '@shared/contract/define'
import type { Experiment } from '@shared/experiment'
import { analyzeModel, parseModel, type ModelAnalysis, type ModelGraph } from '@shared/model'

export type ExperimentAnalysis =
  | { readonly kind: 'read'; readonly graph: ModelGraph; readonly analysis: ModelAnalysis }
  | { readonly kind: 'unreadable'; readonly reason: string }

const known = new WeakMap<Experiment, ExperimentAnalysis>()

/** Reads and counts the model of an experiment; a model that cannot be read gives the sentence why. */
export function analyzeExperiment(given: Experiment): ExperimentAnalysis {
  const experiment = toRaw(given)
  const before = known.get(experiment)
  if (before) return before
  const analysis = analyze(experiment)
  known.set(experiment, analysis)
  return analysis
}

function analyze(experiment: Experiment): ExperimentAnalysis {
  try {
    const graph = parseModel(experiment.model)
    // A store would watch every layer, and give others than were analysed.
    return { kind: 'read', graph: markRaw(graph), analysis: markRaw(analyzeModel(graph)) }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unreadable', reason: error.message }
    throw error
  }
}
