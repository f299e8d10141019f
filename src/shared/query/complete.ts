/** What can be typed next in a query. */
import { runStates } from '../run'
import type { Field, FieldKind } from './field'
import { flags } from './flags'
import { fold } from './literals'
import { operators, readTokens, type Operator, type Token } from './tokens'
import { quote } from './tree'
import type { Vocabulary } from './vocabulary'

export interface CompletionOption {
  /** What is shown, and put in place of the text between `from` and `to`. */
  readonly text: string
  readonly help: string
}

export interface Completion {
  readonly from: number
  readonly to: number
  readonly options: readonly CompletionOption[]
}

const MOST_OPTIONS = 50

const operatorHelp: Readonly<Record<Operator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '>': 'is more than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  '~': 'contains'
}

/** By what stands before the caret; the word that the caret is in or behind is replaced. */
export function complete(text: string, caret: number, vocabulary: Vocabulary): Completion {
  const before = readTokens(text).filter(({ from }) => from < caret)
  const last = before.at(-1)
  const isTyping = last !== undefined && last.to >= caret && isWordLike(last)
  const typed = isTyping ? text.slice(last.from, caret) : ''
  const context = isTyping ? before.slice(0, -1) : before
  const options = listOptions(context, vocabulary, typed)
  return {
    from: isTyping ? last.from : caret,
    to: isTyping ? last.to : caret,
    options: choose(options, typed.replace(/^"/, ''))
  }
}

/** A word that is a keyword so far may become another one. */
function isWordLike({ kind }: Token): boolean {
  return ['word', 'string', 'and', 'or', 'not'].includes(kind)
}

function listOptions(
  context: readonly Token[],
  vocabulary: Vocabulary,
  typed: string
): readonly CompletionOption[] {
  const [beforeLast, last] = [context.at(-2), context.at(-1)]
  if (last?.kind === 'prefix') return listPrefixed(last.prefix, vocabulary)
  if (last?.kind === 'operator') return listValues(beforeLast, vocabulary)
  const isName =
    last?.kind === 'word' && beforeLast?.kind !== 'operator' && beforeLast?.kind !== 'prefix'
  const field = isName ? vocabulary.find(last.text)[0] : undefined
  if (field && typed === '') return listOperators(field)
  const isAfterCondition = last !== undefined && ['word', 'string', 'close'].includes(last.kind)
  return isAfterCondition ? [...joints, ...listStarts(vocabulary)] : listStarts(vocabulary)
}

const joints: readonly CompletionOption[] = [
  { text: 'and', help: 'both hold' },
  { text: 'or', help: 'one of the two holds' }
]

function listStarts({ fields }: Vocabulary): CompletionOption[] {
  return [
    ...fields.map(({ key, help }) => ({ text: quote(key), help })),
    { text: 'tag:', help: 'has this tag' },
    { text: 'is:', help: 'a star, the archive, or a state' },
    { text: 'not', help: 'the next condition does not hold' }
  ]
}

function listPrefixed(prefix: 'tag' | 'is', { tags }: Vocabulary): CompletionOption[] {
  return prefix === 'tag'
    ? tags.map((tag) => ({ text: quote(tag), help: 'tag' }))
    : Object.entries(flags).map(([text, { help }]) => ({ text, help }))
}

/** What has an order can be more or less. */
function listOperators({ kind }: Field): CompletionOption[] {
  const hasOrder: Readonly<Partial<Record<FieldKind, true>>> = {
    number: true,
    duration: true,
    date: true,
    any: true
  }
  return operators
    .filter((operator) => hasOrder[kind] ?? ['=', '!=', '~'].includes(operator))
    .map((text) => ({ text, help: operatorHelp[text] }))
}

function listValues(name: Token | undefined, vocabulary: Vocabulary): CompletionOption[] {
  if (name?.kind !== 'word' && name?.kind !== 'string') return []
  const [field] = vocabulary.find(name.text)
  if (!field) return []
  if (field.kind === 'flag') return ['yes', 'no'].map((text) => ({ text, help: field.label }))
  if (isHardlyAsked(field)) return []
  const values =
    field.key === 'state' ? [...runStates] : vocabulary.countValues(field).map(({ value }) => value)
  return values.map((value) => ({ text: quote(value), help: field.label }))
}

/** Values that hardly ever are the same twice. */
function isHardlyAsked({ key, kind, better }: Field): boolean {
  return kind === 'date' || kind === 'duration' || better !== undefined || key === 'note'
}

/** Those that begin with what is typed, then those that contain it. */
function choose(options: readonly CompletionOption[], typed: string): CompletionOption[] {
  const wanted = fold(typed)
  if (wanted === '') return options.slice(0, MOST_OPTIONS)
  const places = options.map((option) => ({
    option,
    at: fold(option.text).replace(/^"/, '').indexOf(wanted)
  }))
  return [...places.filter(({ at }) => at === 0), ...places.filter(({ at }) => at > 0)]
    .map(({ option }) => option)
    .slice(0, MOST_OPTIONS)
}
