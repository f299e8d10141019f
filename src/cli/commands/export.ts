/** `receptive export`: an experiment as code for Keras, as JSON of Keras, or as a table. */
import { writeFileSync } from 'node:fs'
import { UserError } from '@shared/contract/define'
import { exportFormatKeys, exportFormats, type ExportFormatKey } from '@shared/export'
import { describeFileError } from '@shared/file-error'
import { EXIT_OK, textOption, UsageError, type Command } from '../command'
import { readExperiment } from '../read-experiment'

export const exportExperiment: Command = {
  name: 'export',
  usage: 'EXPERIMENT.json --format FORMAT [--output FILE]',
  help: 'Writes an experiment as a Python script, a notebook, Keras JSON or a table.',
  argumentCount: [1, 1],
  options: {
    format: { value: 'FORMAT', help: `One of ${exportFormatKeys.join(', ')}. Default: python.` },
    output: { value: 'FILE', help: 'Where to write it. Default: the terminal.' }
  },

  run(invocation) {
    const [path = ''] = invocation.arguments
    const format = textOption(invocation, 'format') ?? 'python'
    if (!Object.hasOwn(exportFormats, format)) {
      throw new UsageError(
        `--format is '${format}', expected one of ${exportFormatKeys.join(', ')}.`
      )
    }
    const text = exportFormats[format as ExportFormatKey].write(readExperiment(path))
    const file = textOption(invocation, 'output')
    if (file === undefined) process.stdout.write(text)
    else {
      write(file, text)
      invocation.output.say(`Wrote ${file}.`)
    }
    return Promise.resolve(EXIT_OK)
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
  }
}
