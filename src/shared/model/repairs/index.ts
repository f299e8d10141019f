/** Buttons that repair: every one was tried, and removes the trouble. To add one: its file, and its line here. */
import { UserError } from '../../contract/define'
import { formatCount } from '../../format'
import { analyzeModel, type ModelAnalysis } from '../analyze'
import { findFindings, type Finding, type FindingTopic, type ModelPurpose } from '../findings'
import { findLayer, type ModelGraph } from '../graph'
import {
  connectShortcut,
  connectLoose,
  dropInput,
  joinEnds,
  projectBranch,
  removeLayer
} from './branches'
import { resetParams } from './defaults'
import { appendClasses, dropBias, fitInputShape, setHead, setUnits } from './ends'
import { findAnalysis, shapeOf, type Candidate, type Repair, type Trouble } from './repair'
import { insertBeforeRow, removeFlattenBefore } from './rows'
import { padWindow, shrinkWindow, slowDown, useOtherDimension } from './windows'

/** What is tried for each kind of trouble, the gentlest first. */
const repairs: Readonly<Record<FindingTopic, readonly Repair[]>> = {
  layer: [
    insertBeforeRow,
    padWindow,
    useOtherDimension,
    shrinkWindow,
    slowDown,
    projectBranch,
    connectShortcut,
    connectLoose,
    joinEnds,
    dropInput,
    removeFlattenBefore,
    resetParams,
    removeLayer
  ],
  input: [fitInputShape],
  'end-shape': [appendClasses],
  units: [setUnits, appendClasses],
  head: [setHead, appendClasses, removeLayer],
  'missing-head': [setHead, appendClasses],
  'late-dropout': [removeLayer],
  'useless-bias': [dropBias],
  strides: [slowDown]
}

const MOST_OFFERED = 4

export interface OfferedRepair {
  readonly label: string
  /** What comes of it: "→ 4096", "→ 8×8×64, +2,112 parameters". */
  readonly effect: string
  readonly graph: ModelGraph
}

/** Repairs that remove a finding and bring no new error, each with its effect. */
export function findRepairs(
  graph: ModelGraph,
  finding: Finding,
  purpose: ModelPurpose | null
): readonly OfferedRepair[] {
  const layer = findLayer(graph, finding.layer)
  if (!layer) return []
  const analysis = analyzeModel(graph)
  const inputs = layer.inputs.map((name) => shapeOf(analysis, name))
  const trouble = { graph, analysis, finding, purpose, layer, inputs }
  const before = findFindings(graph, purpose, analysis)
  const offered: OfferedRepair[] = []
  for (const candidate of repairs[finding.topic].flatMap((repair) => repair(trouble))) {
    if (offered.length === MOST_OFFERED) break
    const repaired = tryOut(candidate, trouble, before)
    if (repaired && offered.every((one) => !isSameChange(one, repaired))) offered.push(repaired)
  }
  return offered
}

function tryOut(
  candidate: Candidate,
  { analysis, finding, purpose }: Trouble,
  before: readonly Finding[]
): OfferedRepair | null {
  const graph = changeOrNull(candidate)
  if (!graph) return null
  const changed = analyzeModel(graph)
  const after = findFindings(graph, purpose, changed)
  const isStillThere = after.some(
    ({ layer, topic }) => layer === finding.layer && topic === finding.topic
  )
  if (isStillThere || bringsErrors(after, { graph, analysis, before })) return null
  const shown = candidate.shows?.(graph) ?? finding.layer
  const effect = describeEffect(analysis, changed, shown)
  return { label: candidate.label, effect, graph }
}

function changeOrNull(candidate: Candidate): ModelGraph | null {
  try {
    return candidate.change()
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}

/** A repair must not move the trouble: nothing that was well, and nothing that it puts in, may have an error. */
function bringsErrors(
  after: readonly Finding[],
  {
    graph,
    analysis,
    before
  }: { graph: ModelGraph; analysis: ModelAnalysis; before: readonly Finding[] }
): boolean {
  const isKnown = new Set(before.map(describeTrouble))
  for (const { layer, outputShape } of analysis.layers) {
    // What a layer behind the trouble would say could not be known.
    if (outputShape === null) isKnown.add(`${layer.name}/layer`)
  }
  if (analysis.outputShape === null) {
    for (const topic of endTopics) isKnown.add(`${graph.output}/${topic}`)
  }
  return after.some((finding) => isError(finding) && !isKnown.has(describeTrouble(finding)))
}

const endTopics = ['end-shape', 'units', 'head'] as const
const describeTrouble = ({ layer, topic }: Finding): string => `${layer}/${topic}`
const isSameChange = (one: OfferedRepair, other: OfferedRepair): boolean =>
  JSON.stringify(one.graph) === JSON.stringify(other.graph)
const isError = ({ severity }: Finding): boolean => severity === 'error'

function describeEffect(before: ModelAnalysis, after: ModelAnalysis, shown: string): string {
  const shape = findAnalysis(after, shown)?.outputShape ?? after.outputShape
  const words = [
    ...(shape ? [`→ ${shape.length === 1 ? formatCount(shape[0] ?? 0) : shape.join('×')}`] : []),
    ...describeParameters(before, after)
  ]
  return words.join(', ')
}

/** The difference, or all of them where they could not be counted before. */
function describeParameters(before: ModelAnalysis, after: ModelAnalysis): string[] {
  const wasKnown = before.layers.every(({ outputShape }) => outputShape !== null)
  if (!wasKnown) return [`${formatCount(after.parameters)} parameters in all`]
  const difference = after.parameters - before.parameters
  if (difference === 0) return []
  return [`${difference > 0 ? '+' : '−'}${formatCount(Math.abs(difference))} parameters`]
}
