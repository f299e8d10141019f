/** All that is to be said of a model. To add a check: its file, and its line here. */
import { analyzeModel, type ModelAnalysis } from '../analyze'
import type { ModelGraph } from '../graph'
import { findHeadFaults } from '../head'
import { checkBiasBeforeNormalization } from './bias-before-normalization'
import { checkDropoutAtTheEnd } from './dropout-at-the-end'
import type { Check, Finding, ModelPurpose } from './finding'
import { checkInput } from './input'
import { checkMissingHead } from './missing-head'
import { findSecondInputs } from '../structure'
import { checkStrides } from './strides'

export type { Finding, FindingTopic, ModelPurpose } from './finding'

const checks: readonly Check[] = [
  (_graph, analysis) =>
    analysis.layers.flatMap(({ layer, error }) =>
      error === null
        ? []
        : [{ layer: layer.name, severity: 'error', topic: 'layer', message: error }]
    ),
  (graph) =>
    Array.from(findSecondInputs(graph), ([layer, message]) => ({
      layer,
      severity: 'error',
      topic: 'layer',
      message
    })),
  checkInput,
  (graph, analysis, purpose) =>
    purpose === null
      ? []
      : findHeadFaults(graph, analysis, purpose).map((fault) => ({
          layer: graph.output,
          severity: 'error',
          ...fault
        })),
  checkMissingHead,
  checkDropoutAtTheEnd,
  checkBiasBeforeNormalization,
  checkStrides
]

/** Of the graph and purpose that were last asked about: each finding of a model asks for all of them again. */
const known = new WeakMap<ModelGraph, { purpose: string; findings: readonly Finding[] }>()

/** Errors and warnings, in the order of the checks. */
export function findFindings(
  graph: ModelGraph,
  purpose: ModelPurpose | null,
  analysis: ModelAnalysis = analyzeModel(graph)
): readonly Finding[] {
  const key = JSON.stringify(purpose)
  const before = known.get(graph)
  if (before?.purpose === key) return before.findings
  const findings = checks.flatMap((check) => check(graph, analysis, purpose))
  known.set(graph, { purpose: key, findings })
  return findings
}
