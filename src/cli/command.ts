/** What a command of the terminal is. To add one: a file in commands/ and its line in the table. */
import { UserError } from '@shared/contract/define'

/** Options by their long name; `value` is what stands behind it in the help, absent for a switch. */
export interface OptionDefinition {
  readonly value?: string
  readonly help: string
}

export interface Command {
  readonly name: string
  /** The arguments, as the help shows them. */
  readonly usage: string
  readonly help: string
  readonly options: Readonly<Record<string, OptionDefinition>>
  /** How many arguments it takes besides options: [least, most]. */
  readonly argumentCount: readonly [number, number]
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>
}

export interface Invocation {
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, string | true>>
  readonly output: Output
}

/** Where a command speaks: results to stdout, everything else to stderr. */
export interface Output {
  /** True when stdout must carry exactly one JSON document. */
  readonly isJson: boolean
  /** The result: as JSON when asked for, else as text. */
  result(value: unknown, text: () => string): void
  /** A sentence for the person; never on stdout when that carries JSON. */
  say(text: string): void
  /** Where a progress bar goes: the stream that `say` writes to. */
  readonly stream: NodeJS.WriteStream
}

/** A command line that makes no sense; exit code 2. */
export class UsageError extends UserError {}

export const EXIT_OK = 0
export const EXIT_FAILURE = 1
export const EXIT_USAGE = 2
export const EXIT_INTERRUPTED = 130

export const jsonOption = {
  json: { help: 'Exactly one JSON document on stdout, messages on stderr.' }
} as const
export const workspaceOption = {
  workspace: { value: 'DIR', help: "Where runs are kept. Default: the window's workspace." }
} as const

/** The text behind an option; undefined when it was not given. */
export function textOption({ options }: Invocation, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The whole number behind an option. @throws UsageError */
export function integerOption(
  invocation: Invocation,
  name: string,
  { min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number }
): number | undefined {
  const text = textOption(invocation, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`--${name} is '${text}', expected a whole number from ${min} to ${max}.`)
}
