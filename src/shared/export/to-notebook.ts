/** An experiment as a Jupyter notebook: the same code as the script, in cells that say what they do. */
import type { Experiment } from '../experiment'
import { writeSections } from './sections'

interface Cell {
  readonly cell_type: 'markdown' | 'code'
  readonly id: string
  readonly metadata: object
  readonly source: readonly string[]
  readonly execution_count?: null
  readonly outputs?: readonly never[]
}

/** nbformat 4.5. @throws UserError when the model cannot be read. */
export function toNotebook(experiment: Experiment): string {
  const sections = writeSections(experiment)
  const cells = sections.flatMap(({ title, text, code }, index): Cell[] => [
    {
      cell_type: 'markdown',
      id: `text-${index}`,
      metadata: {},
      source: toSource(
        `${index === 0 ? '#' : '##'} ${escapeMarkdown(title)}\n\n${escapeMarkdown(text)}`
      )
    },
    ...(code.length > 0 ? [createCode(`code-${index}`, code.join('\n'))] : [])
  ])
  const notebook = {
    cells: [...cells, createCode('run', 'main()')],
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  }
  return `${JSON.stringify(notebook, null, 1)}\n`
}

function createCode(id: string, code: string): Cell {
  return {
    cell_type: 'code',
    id,
    metadata: {},
    source: toSource(code),
    execution_count: null,
    outputs: []
  }
}

/** nbformat keeps the end of each line but the last. */
function toSource(text: string): string[] {
  const lines = text.split('\n')
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line))
}

/** A name is a name: nothing in it is markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~$]/g, '\\$&')
}
