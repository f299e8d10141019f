/** Says what is wrong with a document: for each fault its path, the value found and what was expected. */
import type { z } from 'zod'

const MOST_ISSUES_SHOWN = 5

/** One sentence a fault, joined by "; ". `document` is what was parsed. */
export function describeIssues(error: z.ZodError, document: unknown): string {
  const issues = error.issues.flatMap((issue) => describeIssue(issue, document))
  const shown = issues.slice(0, MOST_ISSUES_SHOWN)
  const rest = issues.length - shown.length
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '') + '.'
}

function describeIssue(issue: z.core.$ZodIssue, document: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${formatPath([...issue.path, key])} is not a known key`)
  }
  if (issue.code === 'invalid_union' && issue.discriminator) {
    const path = [...issue.path, issue.discriminator].filter(
      (part, index, all) => part !== all[index - 1]
    )
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
    const expected = options.length
      ? `one of ${options.map((option) => JSON.stringify(option)).join(', ')}`
      : 'a known kind'
    return [`${formatPath(path)} is ${formatValue(lookUp(document, path))}, expected ${expected}`]
  }
  const value = lookUp(document, issue.path)
  return [
    value === undefined
      ? `${formatPath(issue.path)} is missing, expected ${describeExpectation(issue)}`
      : `${formatPath(issue.path)} is ${formatValue(value)}, expected ${describeExpectation(issue)}`
  ]
}

/** What was expected where an issue is: `at least 1`. */
export function describeExpectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected
    case 'too_small':
      if (issue.origin === 'string') return `a text of at least ${issue.minimum} characters`
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `a text of at most ${issue.maximum} characters`
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`
    case 'invalid_value':
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    default:
      return issue.message
  }
}

const typeNames: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object'
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${part}]`
        : text
          ? `${text}.${String(part)}`
          : String(part),
    ''
  )
}

function formatValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function lookUp(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    document
  )
}
