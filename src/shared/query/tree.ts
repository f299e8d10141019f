/** A query as a tree, and back as text. */
import { readTokens, type Operator } from './tokens'

interface Place {
  readonly from: number
  readonly to: number
}

export type QueryNode = Place &
  (
    | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryNode[] }
    | { readonly kind: 'not'; readonly part: QueryNode }
    | {
        readonly kind: 'compare'
        readonly field: string
        readonly operator: Operator
        readonly value: string
        readonly fieldAt: Place
        readonly valueAt: Place
      }
    | { readonly kind: 'tag' | 'is' | 'text'; readonly value: string }
  )

/** The text of a tree, which reads as the same tree again. */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.map((part) => printPart(part, node.kind)).join(` ${node.kind} `)
    case 'not':
      return `not ${printPart(node.part, 'not')}`
    case 'compare':
      return `${quote(node.field)} ${node.operator} ${quote(node.value)}`
    case 'text':
      return quote(node.value)
    default:
      return `${node.kind}:${quote(node.value)}`
  }
}

/** `or` binds least, `not` most. */
const TIGHTNESS = { or: 0, and: 1, not: 2 }

function printPart(part: QueryNode, around: keyof typeof TIGHTNESS): string {
  const text = printQuery(part)
  const isLoose = part.kind === 'or' || part.kind === 'and'
  return isLoose && TIGHTNESS[part.kind] <= TIGHTNESS[around] ? `(${text})` : text
}

/** In quotation marks where the text would be read as something else without. */
export function quote(text: string): string {
  const [token, ...others] = readTokens(text)
  const isWord = token?.kind === 'word' && token.text === text && others.length === 0
  return isWord ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
