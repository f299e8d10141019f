/** `receptive export`: an experiment as code for Keras, as JSON of Keras, or as a table; a run as a file for others. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '@shared/contract/define'
import { exportFormatKeys, exportFormats, type ExportFormatKey } from '@shared/export'
import { describeFileError } from '@shared/file-error'
import { runExportFormatKeys, type RunExportFormat } from '@shared/run-export/run-content'
import { exportRun } from '@store/export-run'
import { version } from '../../../package.json'
import {
  EXIT_OK,
  jsonOption,
  textOption,
  UsageError,
  workspaceOption,
  type Command,
  type Invocation
} from '../command'
import { getRun } from '../find-run'
import { writeDocument } from '../output'
import { readExperiment } from '../read-experiment'
import { openStore } from '../session'
import { toTerminalLine } from '../terminal-text'

export const exportFile: Command = {
  name: 'export',
  usage: 'EXPERIMENT.json|RUN --format FORMAT [--to PATH] [--weights] [--workspace DIR] [--json]',
  help: 'Writes an experiment as a Python script, a notebook, Keras JSON or a table; a run as a capsule, event files, CSV or JSON.',
  argumentCount: [1, 1],
  options: {
    format: {
      value: 'FORMAT',
      help: `Of an experiment ${exportFormatKeys.join(', ')}; of a run ${runExportFormatKeys.join(', ')}. Default: python.`
    },
    to: {
      value: 'PATH',
      help: 'Where to write it; event files need a folder. Default for experiments: the terminal.'
    },
    output: { value: 'FILE', help: 'The same as --to.' },
    weights: { help: 'capsule: with the newest weights.' },
    ...workspaceOption,
    ...jsonOption
  },

  run(invocation) {
    const [word = ''] = invocation.arguments
    const format = textOption(invocation, 'format') ?? 'python'
    if ((runExportFormatKeys as string[]).includes(format)) {
      return writeRun(invocation, word, format as RunExportFormat)
    }
    if (Object.hasOwn(exportFormats, format)) {
      return Promise.resolve(writeExperiment(invocation, word, format as ExportFormatKey))
    }
    const known = [...exportFormatKeys, ...runExportFormatKeys].join(', ')
    throw new UsageError(`--format is '${format}', expected one of ${known}.`)
  }
}

function getTarget(invocation: Invocation): string | undefined {
  return textOption(invocation, 'to') ?? textOption(invocation, 'output')
}

async function writeRun(
  invocation: Invocation,
  word: string,
  format: RunExportFormat
): Promise<number> {
  const target = getTarget(invocation)
  if (target === undefined) throw new UsageError('Say where to write the run: --to PATH')
  const withWeights = invocation.options.weights === true
  if (withWeights && format !== 'capsule') {
    throw new UsageError('--weights go into a capsule only: --format capsule')
  }
  const path = resolve(target)
  const { store } = openStore(invocation)
  try {
    const { id, name } = getRun(store, word)
    const writtenBy = `Receptive ${version}`
    await exportRun(store, { runId: id, format, path, withWeights, writtenBy })
    invocation.output.result(
      { runId: id, format, path },
      () => `Wrote "${toTerminalLine(name)}" to ${path}.`
    )
    return EXIT_OK
  } finally {
    store.close()
  }
}

function writeExperiment(invocation: Invocation, path: string, format: ExportFormatKey): number {
  const text = exportFormats[format].write(readExperiment(path))
  const file = getTarget(invocation)
  const { output } = invocation
  if (file !== undefined) {
    write(file, text)
    output.result({ format, path: resolve(file) }, () => `Wrote ${file}.`)
  } else if (output.isJson) output.result({ format, text }, () => text)
  else writeDocument(text)
  return EXIT_OK
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
  }
}
