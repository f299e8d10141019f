/** A query made ready for many runs: every name found and every value read once. */
import type { RunRecord } from '../run'
import type { RunFacts } from '../run-facts'
import { createTest } from './compare'
import { QueryError } from './error'
import type { Field } from './field'
import { flags } from './flags'
import { fold } from './literals'
import { nearest } from './nearest'
import { parseQuery } from './parse'
import type { QueryNode } from './tree'
import type { Vocabulary } from './vocabulary'

export type Predicate = (record: RunRecord, facts: RunFacts | null) => boolean

export interface Query {
  readonly matches: Predicate
  /** Whether it asks for the archive: runs in it are out of sight otherwise. */
  readonly asksForArchived: boolean
}

/** A text without a word matches every run. @throws QueryError that says what is wrong and where. */
export function compileQuery(text: string, vocabulary: Vocabulary): Query {
  const tree = parseQuery(text)
  return {
    matches: tree ? compile(tree, vocabulary) : () => true,
    asksForArchived: tree !== null && asksForArchived(tree, vocabulary)
  }
}

function compile(node: QueryNode, vocabulary: Vocabulary): Predicate {
  switch (node.kind) {
    case 'and': {
      const parts = node.parts.map((part) => compile(part, vocabulary))
      return (record, facts) => parts.every((holds) => holds(record, facts))
    }
    case 'or': {
      const parts = node.parts.map((part) => compile(part, vocabulary))
      return (record, facts) => parts.some((holds) => holds(record, facts))
    }
    case 'not': {
      const holds = compile(node.part, vocabulary)
      return (record, facts) => !holds(record, facts)
    }
    case 'compare': {
      const field = findField(node, vocabulary)
      const test = createTest(node, field)
      return (record, facts) => test(field.value(record, facts))
    }
    case 'tag': {
      const wanted = fold(node.value)
      return ({ marks }) => marks.tags.some((tag) => fold(tag) === wanted)
    }
    case 'is':
      return findFlag(node)
    case 'text': {
      const wanted = fold(node.value)
      return (record) => getText(record).includes(wanted)
    }
  }
}

function findField(
  { field: name, fieldAt }: Extract<QueryNode, { kind: 'compare' }>,
  vocabulary: Vocabulary
): Field {
  const [found, ...others] = vocabulary.find(name)
  const { from, to } = fieldAt
  if (found && others.length === 0) return found
  if (found) {
    const names = [found, ...others].slice(0, 3).map(({ key }) => key)
    throw new QueryError(
      `"${name}" can be ${names.join(' or ')}`,
      from,
      to,
      'Write the whole name.'
    )
  }
  const near = nearest(
    name,
    vocabulary.fields.map(({ key }) => key)
  )
  throw new QueryError(`No run has "${name}"`, from, to, near && `Did you mean ${near}?`)
}

function findFlag({ value, from, to }: QueryNode & { value: string }): Predicate {
  const flag = Object.hasOwn(flags, fold(value)) ? flags[fold(value)] : undefined
  if (flag) return flag.holds
  const names = Object.keys(flags)
  const near = nearest(value, names)
  const hint = near === null ? `Use one of ${names.join(', ')}.` : `Did you mean is:${near}?`
  throw new QueryError(`"is:${value}" means nothing`, from, to, hint)
}

function asksForArchived(node: QueryNode, vocabulary: Vocabulary): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.some((part) => asksForArchived(part, vocabulary))
    case 'not':
      return asksForArchived(node.part, vocabulary)
    case 'is':
      return fold(node.value) === 'archived'
    case 'compare':
      return vocabulary.find(node.field)[0]?.key === 'archived'
    default:
      return false
  }
}

/** Records are never changed, so the text of one stays what it is. */
const texts = new WeakMap<RunRecord, string>()

function getText(record: RunRecord): string {
  const known = texts.get(record)
  if (known !== undefined) return known
  const { name, experimentName, datasetId, marks } = record
  const text = fold([name, experimentName, datasetId, ...marks.tags, marks.note].join('\n'))
  texts.set(record, text)
  return text
}
