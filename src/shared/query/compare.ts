/** One condition on one field: what is typed, made into a test of a value once, so that a thousand runs take no time. */
import { QueryError } from './error'
import type { Field, FieldKind, FieldValue } from './field'
import {
  fold,
  isNone,
  parseDuration,
  parseFlag,
  parseNumber,
  parseSpan,
  type Span
} from './literals'
import type { Operator } from './tokens'
import type { QueryNode } from './tree'

type Comparison = Extract<QueryNode, { kind: 'compare' }>
type Test = (value: FieldValue) => boolean

/**
 * A missing value equals `none`, differs from all else, and is neither more nor less than anything. Text is compared
 * without regard to capitals; a list has a value that `=` asks for; a metric equals what is shown of it.
 * @throws QueryError when the value is none that the field can have.
 */
export function createTest(node: Comparison, field: Field): Test {
  if (node.operator === '!=') {
    const isEqual = createTest({ ...node, operator: '=' }, field)
    return (value) => !isEqual(value)
  }
  if (node.operator === '~') return contains(node, field)
  if (node.operator === '=' && isNone(node.value)) return isMissing
  return makers[field.kind](node, field)
}

/** What is there of a list may be nothing. */
function isMissing(value: FieldValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || value === 'none'
}

/** As it is shown, and as it is. */
function contains({ value: wanted }: Comparison, field: Field): Test {
  const part = fold(wanted)
  return (value) =>
    value !== null &&
    (fold(field.format(value)).includes(part) || fold(String(value)).includes(part))
}

const makers: Readonly<Record<FieldKind, (node: Comparison, field: Field) => Test>> = {
  number(node, field) {
    const typed = parseNumber(node.value, field.unit)
    return compareNumbers(node.operator, expect(node, typed, 'a number'), field)
  },

  duration(node, field) {
    const what = 'a time such as 90s, 2m or 1h30m'
    return compareNumbers(node.operator, expect(node, parseDuration(node.value), what), field)
  },

  date(node) {
    const what = 'a day such as 2026-11-25 or a month such as 2026-11'
    const isWithin = compareSpan(node.operator, expect(node, parseSpan(node.value), what))
    return (value) => typeof value === 'number' && isWithin(value)
  },

  flag(node) {
    refuseOrder(node)
    const wanted = expect(node, parseFlag(node.value), 'yes or no')
    return (value) => value === wanted
  },

  list(node) {
    refuseOrder(node)
    const wanted = fold(node.value)
    return (value) => Array.isArray(value) && value.some((one) => fold(String(one)) === wanted)
  },

  text(node) {
    refuseOrder(node)
    const wanted = fold(node.value)
    return (value) => value !== null && fold(String(value)) === wanted
  },

  any(node, field) {
    const typed = parseNumber(node.value)
    const number = node.operator === '=' ? typed : expect(node, typed, 'a number')
    const flag = parseFlag(node.value)
    const isText = node.operator === '=' ? makers.text(node, field) : () => false
    const isNumber = number === null ? null : compareNumbers(node.operator, number, field)
    return (value) => {
      if (typeof value === 'number') return isNumber !== null && isNumber(value)
      if (typeof value === 'boolean') return node.operator === '=' && value === flag
      return isText(value)
    }
  }
}

function expect<T>(node: Comparison, value: T | null, what: string): T {
  if (value !== null) return value
  const { from, to } = node.valueAt
  throw new QueryError(`Expected ${what} after ${node.operator}`, from, to)
}

function refuseOrder({ operator, field, from, valueAt }: Comparison): void {
  if (operator === '=') return
  throw new QueryError(
    `${field} has no order`,
    from,
    valueAt.to,
    `Use =, != or ~ in place of ${operator}.`
  )
}

/** What is shown rounded is equal to what is shown of it. */
function compareNumbers(operator: Operator, wanted: number, field: Field): Test {
  const { format, better, kind } = field
  const isRounded = better !== undefined || kind === 'duration'
  const shown = format(wanted)
  const tests: Partial<Record<Operator, (value: number) => boolean>> = {
    '=': (value) => value === wanted || (isRounded && format(value) === shown),
    '>': (value) => value > wanted,
    '>=': (value) => value >= wanted,
    '<': (value) => value < wanted,
    '<=': (value) => value <= wanted
  }
  const test = tests[operator]
  return (value) => typeof value === 'number' && test !== undefined && test(value)
}

function compareSpan(operator: Operator, { from, until }: Span): (value: number) => boolean {
  switch (operator) {
    case '>':
      return (value) => value >= until
    case '>=':
      return (value) => value >= from
    case '<':
      return (value) => value < from
    case '<=':
      return (value) => value < until
    default:
      return (value) => value >= from && value < until
  }
}
