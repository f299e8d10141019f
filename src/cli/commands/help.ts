/** `receptive help`: what there is, and how one command is used. */
import { EXIT_OK, UsageError, type Command } from '../command'

/** Made from the table, which it is itself a line of. */
export function createHelp(getCommands: () => readonly Command[]): Command {
  return {
    name: 'help',
    usage: '[COMMAND]',
    help: 'Explains all commands, or one.',
    argumentCount: [0, 1],
    options: {},
    run({ arguments: [name], output }) {
      output.say(name === undefined ? describeAll(getCommands()) : describeOne(getCommands(), name))
      return Promise.resolve(EXIT_OK)
    }
  }
}

function describeAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'receptive COMMAND [options]: trains convolutional networks on images.',
    '',
    ...commands.map(({ name, help }) => `  ${name.padEnd(width)}  ${help}`),
    '',
    'receptive COMMAND --help lists its options.'
  ].join('\n')
}

function describeOne(commands: readonly Command[], name: string): string {
  const command = commands.find((one) => one.name === name)
  if (!command) throw new UsageError(`There is no command '${name}'.`)
  const options = Object.entries(command.options).map(([option, { value, help }]) => ({
    spelling: `--${option}${value === undefined ? '' : ` ${value}`}`,
    help
  }))
  const width = Math.max(0, ...options.map(({ spelling }) => spelling.length))
  return [
    `receptive ${name} ${command.usage}`.trimEnd(),
    command.help,
    ...options.map(({ spelling, help }) => `  ${spelling.padEnd(width)}  ${help}`)
  ].join('\n')
}
