/** What a query asks of one column, read from its text and written into it: the text stays the only truth. */
import type { Field } from './field'
import { fold } from './literals'
import { parseQuery } from './parse'
import { printQuery, quote, type QueryNode } from './tree'
import type { Vocabulary } from './vocabulary'

export interface Bound {
  readonly operator: '>=' | '>' | '<=' | '<'
  readonly value: string
}

export type ColumnCondition =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'choices'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly least: Bound | null; readonly most: Bound | null }
  /** More than a small form can say. */
  | { readonly kind: 'other'; readonly text: string }

type Comparison = Extract<QueryNode, { readonly operator: string }>
/** What holds of a field by itself, or is a word. */
type Condition = Comparison | Extract<QueryNode, { readonly kind: 'tag' | 'is' | 'text' }>

/** Null when the query asks nothing of the field by itself. @throws QueryError for a query with a mistake. */
export function readCondition(
  text: string,
  field: Field,
  vocabulary: Vocabulary
): ColumnCondition | null {
  const parts = splitParts(text).filter((part) => isAbout(part, field, vocabulary))
  const [first] = parts
  if (!first) return null
  const other = {
    kind: 'other',
    text: parts.map((part) => printQuery(part)).join(' and ')
  } as const
  if (parts.length > 1 || readBound(first).length > 0) return readRange(parts) ?? other
  if (first.kind === 'compare' && first.operator === '~') {
    return { kind: 'contains', text: first.value }
  }
  const values = readChoices(first)
  return values ? { kind: 'choices', values } : other
}

/**
 * The query with this condition in place of what it asks of the field by itself; null, and one that asks nothing, take it
 * away. @throws QueryError for a query with a mistake.
 */
export function writeCondition(
  text: string,
  field: Field,
  condition: ColumnCondition | null,
  vocabulary: Vocabulary
): string {
  const parts = splitParts(text)
  const place = parts.findIndex((part) => isAbout(part, field, vocabulary))
  const others = parts.filter((part) => !isAbout(part, field, vocabulary))
  const clause = condition === null ? [] : splitParts(printCondition(field, condition))
  const at = place < 0 ? others.length : place
  const all = [...others.slice(0, at), ...clause, ...others.slice(at)]
  const [only] = all
  if (only && all.length === 1) return printQuery(only)
  return printQuery({ kind: 'and', parts: all, from: 0, to: 0 })
}

/** The keys of all fields that a query asks something of; none of a query with a mistake. */
export function findAskedFields(text: string, vocabulary: Vocabulary): ReadonlySet<string> {
  try {
    const tree = parseQuery(text)
    return new Set(tree ? listAsked(tree, vocabulary) : [])
  } catch {
    return new Set()
  }
}

function listAsked(node: QueryNode, vocabulary: Vocabulary): string[] {
  if ('parts' in node) {
    return node.parts.flatMap((part) => listAsked(part, vocabulary))
  }
  if ('part' in node) return listAsked(node.part, vocabulary)
  const key = keyOf(node, vocabulary)
  return key === null ? [] : [key]
}

/** What must hold all together. */
function splitParts(text: string): readonly QueryNode[] {
  const tree = parseQuery(text)
  if (!tree) return []
  return tree.kind === 'and' ? tree.parts : [tree]
}

/** True for a part that asks of this field alone. */
function isAbout(node: QueryNode, field: Field, vocabulary: Vocabulary): boolean {
  if ('parts' in node) {
    return node.parts.every((part) => isAbout(part, field, vocabulary))
  }
  if ('part' in node) return isAbout(node.part, field, vocabulary)
  return keyOf(node, vocabulary) === field.key
}

/** The field of one condition; null for a word that is looked for everywhere. */
function keyOf(node: Condition, vocabulary: Vocabulary): string | null {
  switch (node.kind) {
    case 'compare':
      return vocabulary.find(node.field)[0]?.key ?? null
    case 'tag':
      return 'tags'
    case 'is':
      return fold(node.value) in flagFields ? (flagFields[fold(node.value)] ?? null) : 'state'
    case 'text':
      return null
  }
}

/** Of which field `is:` asks; of the state where it is not said here. */
const flagFields: Readonly<Record<string, string | null>> = {
  starred: 'starred',
  archived: 'archived',
  tagged: 'tags',
  noted: 'note',
  tested: null,
  continued: 'parent',
  imported: 'imported'
}

/** Empty for what is no bound. */
function readBound(node: QueryNode): Bound[] {
  if (node.kind !== 'compare' || !/^[<>]/.test(node.operator)) return []
  return [{ operator: node.operator as Bound['operator'], value: node.value }]
}

function readRange(parts: readonly QueryNode[]): ColumnCondition | null {
  const bounds = parts.flatMap(readBound)
  const least = bounds.filter(({ operator }) => operator.startsWith('>'))
  const most = bounds.filter(({ operator }) => operator.startsWith('<'))
  if (bounds.length < parts.length || least.length > 1 || most.length > 1) return null
  return { kind: 'range', least: least[0] ?? null, most: most[0] ?? null }
}

/** Null when it is more than one value or another. */
function readChoices(node: QueryNode): string[] | null {
  if (node.kind === 'tag') return [node.value]
  if (node.kind === 'compare') return node.operator === '=' ? [node.value] : null
  if (node.kind !== 'or') return null
  const values = node.parts.map((part) => (part.kind === 'or' ? null : readChoices(part)))
  return values.every((one) => one !== null) ? values.flat() : null
}

function printCondition({ key }: Field, condition: ColumnCondition): string {
  const ask = (operator: string, value: string): string =>
    `${quote(key)} ${operator} ${quote(value)}`
  switch (condition.kind) {
    case 'contains':
      return condition.text.trim() === '' ? '' : ask('~', condition.text)
    case 'choices':
      return condition.values.map((value) => ask('=', value)).join(' or ')
    case 'range':
      return [condition.least, condition.most]
        .flatMap((bound) => (bound?.value.trim() ? ask(bound.operator, bound.value.trim()) : []))
        .join(' and ')
    case 'other':
      return condition.text
  }
}
