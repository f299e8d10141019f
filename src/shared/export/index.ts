/** The ways in which an experiment goes out as text. To add one: its file, and its line here. */
import type { Experiment } from '../experiment'
import { analyzeModel, parseModel, toKerasJson } from '../model'
import { formatSummary, summarizeModel, type Summary } from '../summary'
import { toLatexTable, toMarkdownTable } from './summary-tables'
import { toNotebook } from './to-notebook'
import { toPythonScript } from './to-python'

export interface ExportFormat {
  readonly label: string
  /** What it is good for, in a few words. */
  readonly help: string
  /** Without the dot. */
  readonly extension: string
  /** @throws UserError when the model cannot be read. */
  write(experiment: Experiment): string
}

export const exportFormats = {
  experiment: {
    label: 'Experiment',
    help: 'All of it, for Receptive.',
    extension: 'json',
    write: (experiment) => `${JSON.stringify(experiment, null, 2)}\n`
  },
  keras: {
    label: 'Keras JSON',
    help: 'The architecture, for keras.models.model_from_json.',
    extension: 'keras.json',
    write: ({ model }) => `${JSON.stringify(toKerasJson(parseModel(model)), null, 2)}\n`
  },
  python: {
    label: 'Python script',
    help: 'Trains the same thing in Keras.',
    extension: 'py',
    write: toPythonScript
  },
  notebook: {
    label: 'Notebook',
    help: 'The same code in cells, for Jupyter.',
    extension: 'ipynb',
    write: toNotebook
  },
  text: {
    label: 'Summary as text',
    help: 'As Keras prints it.',
    extension: 'txt',
    write: (experiment) => `${formatSummary(summarize(experiment))}\n`
  },
  markdown: {
    label: 'Summary as Markdown',
    help: 'A table for a README.',
    extension: 'md',
    write: (experiment) => toMarkdownTable(summarize(experiment))
  },
  latex: {
    label: 'Summary as LaTeX',
    help: 'A table for a paper.',
    extension: 'tex',
    write: (experiment) => toLatexTable(summarize(experiment))
  }
} as const satisfies Record<string, ExportFormat>

export type ExportFormatKey = keyof typeof exportFormats
export const exportFormatKeys = Object.keys(exportFormats) as ExportFormatKey[]

function summarize({ model }: Experiment): Summary {
  const graph = parseModel(model)
  return summarizeModel(graph.name, analyzeModel(graph))
}
