/** The words of a query, each with its place in the text. */
import { QueryError } from './error'

export const operators = ['=', '!=', '>=', '>', '<=', '<', '~'] as const
export type Operator = (typeof operators)[number]

/** What may stand before a word with nothing in between: `tag:lecture`. */
export const prefixes = ['tag', 'is'] as const
export type Prefix = (typeof prefixes)[number]

interface Place {
  readonly from: number
  readonly to: number
}

export type Token = Place &
  (
    | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
    | { readonly kind: 'operator'; readonly operator: Operator }
    | { readonly kind: 'prefix'; readonly prefix: Prefix }
    | { readonly kind: 'word'; readonly text: string }
    /** Was in quotation marks, which `isOpen` says lack their end. */
    | { readonly kind: 'string'; readonly text: string; readonly isOpen: boolean }
  )

const OPERATOR = /==|!=|>=|<=|[=<>~]/y
const SPACE = /\s+/y
const PREFIX = new RegExp(`(${prefixes.join('|')}):`, 'iy')
const STRING = /"((?:[^"\\]|\\[^])*)("|\\?$)/y
/** Letters up to one that means something by itself; `!` does so only before `=`. */
const WORD = /(?:[^\s()"=<>~!]|!(?!=))+/y

/** Never fails: what is not whole yet is still a token, as someone who types needs it. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const space = match(SPACE, text, at)
    if (space) {
      at += space[0].length
      continue
    }
    const token = readToken(text, at)
    tokens.push(token)
    at = token.to
  }
  return tokens
}

const MOST_LETTERS = 10_000

/** @throws QueryError for quotation marks without an end, and a text that no person writes. */
export function readWholeTokens(text: string): Token[] {
  if (text.length > MOST_LETTERS) {
    throw new QueryError(`A query has at most ${MOST_LETTERS} letters`, MOST_LETTERS, text.length)
  }
  const tokens = readTokens(text)
  const open = tokens.find((token) => token.kind === 'string' && token.isOpen)
  if (open) throw new QueryError('This quotation mark has no end', open.from, open.to)
  return tokens
}

function readToken(text: string, from: number): Token {
  const letter = text.charAt(from)
  if (letter === '(' || letter === ')') {
    return { kind: letter === '(' ? 'open' : 'close', from, to: from + 1 }
  }
  const operator = match(OPERATOR, text, from)?.[0]
  if (operator !== undefined) {
    const meant = (operator === '==' ? '=' : operator) as Operator
    return { kind: 'operator', operator: meant, from, to: from + operator.length }
  }
  const prefix = match(PREFIX, text, from)
  if (prefix) {
    return {
      kind: 'prefix',
      prefix: prefix[1]?.toLowerCase() as Prefix,
      from,
      to: from + prefix[0].length
    }
  }
  return letter === '"' ? readString(text, from) : readWord(text, from)
}

function readString(text: string, from: number): Token {
  const [whole = '"', inner = '', end] = match(STRING, text, from) ?? []
  const unescaped = inner.replace(/\\([^])/g, '$1')
  return { kind: 'string', text: unescaped, isOpen: end !== '"', from, to: from + whole.length }
}

function readWord(text: string, from: number): Token {
  const word = match(WORD, text, from)?.[0] ?? text.charAt(from)
  const to = from + word.length
  const keyword = word.toLowerCase()
  return keyword === 'and' || keyword === 'or' || keyword === 'not'
    ? { kind: keyword, from, to }
    : { kind: 'word', text: word, from, to }
}

function match(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at
  return expression.exec(text)
}
