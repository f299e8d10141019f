/** All that keeps a model from being trained on the classes of a data set. */
import type { ModelAnalysis } from './analyze'
import type { ModelGraph } from './graph'
import { findHeadErrors, type HeadPurpose } from './head'
import { findSecondInputs } from './structure'

/** Sentences, each with the layer to change; empty when the model can be trained. */
export function findTrainingErrors(
  graph: ModelGraph,
  analysis: ModelAnalysis,
  purpose: HeadPurpose
): string[] {
  return [
    ...analysis.errors,
    ...findSecondInputs(graph).values(),
    ...findHeadErrors(graph, analysis, purpose)
  ]
}
