/** Turns words into a command, its arguments and its options. */
import { parseArgs } from 'node:util'
import { UsageError, type Command } from './command'

export interface ParsedLine {
  readonly command: Command
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, string | true>>
}

/** @throws UsageError that names the word that is wrong. */
export function parseCommandLine(
  [name = '', ...words]: readonly string[],
  commands: readonly Command[]
): ParsedLine {
  const command = commands.find((one) => one.name === name)
  if (!command) {
    const known = commands.map((one) => one.name).join(', ')
    throw new UsageError(`There is no command '${name}'. Known: ${known}.`)
  }
  const help = commands.find((one) => one.name === 'help')
  if (help && asksForHelp(words)) return { command: help, arguments: [name], options: {} }
  const { values, positionals } = parseWords(command, words)
  const [least, most] = command.argumentCount
  if (positionals.length < least || positionals.length > most) {
    throw new UsageError(
      `'${name}' takes ${describeCount(least, most)}, received ${positionals.length}. Usage: receptive ${name} ${command.usage}`
    )
  }
  return { command, arguments: positionals, options: values }
}

/** What comes after `--` is no option. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  const options = end < 0 ? words : words.slice(0, end)
  return options.includes('--help') || options.includes('-h')
}

function parseWords(command: Command, words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) }
    ])
  )
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true
    })
    return { values: values as Record<string, string | true>, positionals }
  } catch (error) {
    // Node's sentences name the option; the second one explains how to pass what looks like an option.
    const [sentence = ''] = (error as Error).message.split('. ')
    throw new UsageError(`${sentence}. See: receptive help ${command.name}`)
  }
}

function describeCount(least: number, most: number): string {
  const count = least === most ? `${least}` : `${least} to ${most}`
  return `${count} ${most === 1 ? 'argument' : 'arguments'}`
}
