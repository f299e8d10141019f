/** `receptive`: the same trainer and the same runs as the window, without a window. */
import { version } from '../../package.json'
import { EXIT_FAILURE, EXIT_OK, EXIT_USAGE, type Command } from './command'
import { compare } from './commands/compare'
import { datasets } from './commands/datasets'
import { doctor } from './commands/doctor'
import { evaluate } from './commands/evaluate'
import { exportFile } from './commands/export'
import { createHelp } from './commands/help'
import { importFiles } from './commands/import'
import { runs } from './commands/runs'
import { summary } from './commands/summary'
import { train } from './commands/train'
import { complain, createOutput } from './output'
import { parseCommandLine } from './parse-command-line'

/** To add a command: its file, and its line here. */
const commands: readonly Command[] = [
  train,
  evaluate,
  summary,
  exportFile,
  importFiles,
  compare,
  runs,
  datasets,
  doctor,
  createHelp(() => commands)
]

async function main(words: readonly string[]): Promise<number> {
  const [first] = words
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${version}\n`)
    return EXIT_OK
  }
  const isHelp = first === undefined || first === '--help' || first === '-h'
  try {
    const line = parseCommandLine(isHelp ? ['help'] : words, commands)
    const output = createOutput({ isJson: line.options.json === true })
    return await line.command.run({ ...line, output })
  } catch (error) {
    return explain(error as Error)
  }
}

/** One line a person can act on; the stack only where the fault is ours. */
function explain(error: Error): number {
  if (error.name !== 'UserError') {
    complain(`receptive: ${error.stack ?? error.message}`)
    return EXIT_FAILURE
  }
  complain(`receptive: ${error.message}`)
  return EXIT_USAGE
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    process.exitCode = explain(error)
  }
)
