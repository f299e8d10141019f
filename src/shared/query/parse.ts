/** Reads a query: text to tree. Words beside one another are joined by `and`, which binds tighter than `or`. */
import { QueryError } from './error'
import { readWholeTokens, type Token } from './tokens'
import type { QueryNode } from './tree'

/** More than anybody means; without a bound, a text of brackets would exhaust the stack. */
const MOST_DEPTH = 100

/** Null for a text without a word, which means every run. @throws QueryError, and nothing else. */
export function parseQuery(text: string): QueryNode | null {
  const tokens = readWholeTokens(text)
  if (tokens.length === 0) return null
  const reader = new Reader(tokens, text.length)
  const node = reader.readOr()
  const rest = reader.peek()
  if (rest) throw new QueryError(`Unexpected ${describe(rest)}`, rest.from, rest.to)
  return node
}

class Reader {
  #at = 0
  #depth = 0

  constructor(
    readonly tokens: readonly Token[],
    readonly end: number
  ) {}

  peek(): Token | undefined {
    return this.tokens[this.#at]
  }

  readOr(): QueryNode {
    const parts = [this.#readAnd()]
    while (this.#take('or')) parts.push(this.#readAnd())
    return join('or', parts)
  }

  #readAnd(): QueryNode {
    const parts = [this.#readPart()]
    while (this.#take('and') || this.#beginsPart()) parts.push(this.#readPart())
    return join('and', parts)
  }

  #beginsPart(): boolean {
    const kind = this.peek()?.kind
    return kind !== undefined && kind !== 'or' && kind !== 'close' && kind !== 'operator'
  }

  #readPart(): QueryNode {
    const token = this.peek()
    if (!token) throw this.#expected('a condition')
    if (token.kind !== 'not' && token.kind !== 'open') return this.#readCondition(token)
    if (++this.#depth > MOST_DEPTH) {
      throw new QueryError('This is nested too deeply', token.from, token.to)
    }
    this.#at++
    const node = token.kind === 'not' ? this.#readNot(token) : this.#readBracket(token)
    this.#depth--
    return node
  }

  #readNot({ from }: Token): QueryNode {
    const part = this.#readPart()
    return { kind: 'not', part, from, to: part.to }
  }

  #readBracket(open: Token): QueryNode {
    const node = this.readOr()
    if (!this.#take('close')) {
      const next = this.peek()
      if (next) throw new QueryError(`Unexpected ${describe(next)}`, next.from, next.to)
      throw new QueryError('This bracket has no end', open.from, open.to)
    }
    return node
  }

  #readCondition(token: Token): QueryNode {
    if (token.kind === 'prefix') {
      this.#at++
      const { text, to } = this.#readValue(`${token.prefix}:`, token.to)
      return { kind: token.prefix, value: text, from: token.from, to }
    }
    if (token.kind !== 'word' && token.kind !== 'string') throw this.#expected('a condition')
    this.#at++
    const { text, from, to } = token
    const next = this.peek()
    if (next?.kind !== 'operator') return { kind: 'text', value: text, from, to }
    this.#at++
    const value = this.#readValue(next.operator)
    return {
      kind: 'compare',
      field: text,
      operator: next.operator,
      value: value.text,
      from,
      to: value.to,
      fieldAt: { from, to },
      valueAt: { from: value.from, to: value.to }
    }
  }

  /** @param place Where it must begin. @default anywhere */
  #readValue(after: string, place?: number): Extract<Token, { kind: 'word' | 'string' }> {
    const token = this.peek()
    const isValue = token?.kind === 'word' || token?.kind === 'string'
    if (!isValue || (place !== undefined && token.from !== place)) {
      throw this.#expected(`a value after ${after}`, place)
    }
    this.#at++
    return token
  }

  #take(kind: Token['kind']): boolean {
    if (this.peek()?.kind !== kind) return false
    this.#at++
    return true
  }

  #expected(what: string, place?: number): QueryError {
    const token = this.peek()
    const from = place ?? token?.from ?? this.end
    return new QueryError(`Expected ${what}`, from, token && place === undefined ? token.to : from)
  }
}

/** Brackets around what is joined in the same way anyway leave no trace. */
function join(kind: 'and' | 'or', parts: readonly QueryNode[]): QueryNode {
  const [first] = parts
  if (first && parts.length === 1) return first
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  return { kind, parts: flat, from: flat[0]?.from ?? 0, to: flat.at(-1)?.to ?? 0 }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'open':
      return '('
    case 'close':
      return ')'
    case 'operator':
      return token.operator
    case 'prefix':
      return `${token.prefix}:`
    case 'word':
      return `"${token.text}"`
    case 'string':
      return 'text'
    default:
      return `"${token.kind}"`
  }
}
