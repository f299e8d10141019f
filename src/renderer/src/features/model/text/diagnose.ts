/** What is wrong with the text of an experiment, each at its place; and the experiment, when nothing hinders it. */
import { syntaxTree } from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { UserError } from '@shared/contract/define'
import { experimentSchema, type Experiment } from '@shared/experiment'
import { describeExpectation } from '@shared/experiment-issues'
import { parseModel, type Finding } from '@shared/model'
import { findRange, type JsonPath } from './json-path'

export interface Diagnosis {
  readonly diagnostics: readonly Diagnostic[]
  /** Null while the text is none. */
  readonly experiment: Experiment | null
}

/** @param findModelFindings what is to be said of a model that can be read */
export function diagnose(
  state: EditorState,
  findModelFindings: (experiment: Experiment) => readonly Finding[]
): Diagnosis {
  const text = state.doc.toString()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { diagnostics: [describeSyntax(state, (error as Error).message)], experiment: null }
  }
  const parsed = experimentSchema.safeParse(json)
  if (!parsed.success) {
    const diagnostics = parsed.error.issues.map((issue) =>
      at(state, issue.path as JsonPath, 'error', describeIssue(issue))
    )
    return { diagnostics, experiment: null }
  }
  try {
    parseModel(parsed.data.model)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const path = findNamed(json, error.message)
    return { diagnostics: [at(state, path, 'error', error.message)], experiment: null }
  }
  const diagnostics = findModelFindings(parsed.data).map(({ layer, severity, message }) =>
    at(state, findLayerPath(json, layer), severity, message)
  )
  return { diagnostics, experiment: parsed.data }
}

function at(
  state: EditorState,
  path: JsonPath,
  severity: 'error' | 'warning',
  message: string
): Diagnostic {
  return { ...findRange(state, path), severity, message }
}

function describeIssue(issue: Parameters<typeof describeExpectation>[0]): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: not a known key.`
  return `Expected ${describeExpectation(issue)}.`
}

/** The parser's own sentence, at the first place that the tree cannot make sense of. */
function describeSyntax(state: EditorState, message: string): Diagnostic {
  let position = state.doc.length
  syntaxTree(state).iterate({
    enter({ type, from }) {
      if (type.isError) position = Math.min(position, from)
    }
  })
  const from = Math.max(0, Math.min(position, state.doc.length - 1))
  return {
    from,
    to: Math.min(from + 1, state.doc.length),
    severity: 'error',
    message: `Not JSON: ${message}.`
  }
}

/** The layer that a sentence names in quotes, or by its place; the model when it names none. */
function findNamed(json: unknown, message: string): JsonPath {
  const place = /layers\[(\d+)\]/.exec(message)?.[1]
  if (place !== undefined) return ['model', 'config', 'layers', Number(place)]
  const name = /'([^']+)'/.exec(message)?.[1]
  return name === undefined ? ['model'] : findLayerPath(json, name)
}

function findLayerPath(json: unknown, name: string): JsonPath {
  const { model } = json as { model?: { config?: { layers?: { name?: string }[] } } }
  const list = model?.config?.layers
  const index = Array.isArray(list) ? list.findIndex((layer) => layer?.name === name) : -1
  return index < 0 ? ['model'] : ['model', 'config', 'layers', index, 'name']
}
