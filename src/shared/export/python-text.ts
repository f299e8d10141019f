/** Pieces of Python: values, calls, names. Nothing that a file says can become code: texts are literals, names are checked. */

/** A value as a literal of Python. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return numberLiteral(value)
  if (typeof value === 'string') return stringLiteral(value)
  if (Array.isArray(value)) {
    const parts = value.map(literal)
    return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`
  }
  const entries = Object.entries(value as object)
  return `{${entries.map(([key, one]) => `${literal(key)}: ${literal(one)}`).join(', ')}}`
}

/** A number with a point, also where it is whole. */
export function floatLiteral(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : literal(value)
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")'
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")'
  return String(value)
}

/** JSON's escapes are Python's; what is not ASCII is escaped, so that the file is read the same everywhere. */
function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

/** One line of comment: nothing that ends a line is left in it. */
export function comment(text: string): string {
  return `# ${toLine(text)}`
}

/** A text without line ends, of any script. */
export function toLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** `name(key=value)`; keys that are no names of Python go in as a dictionary. */
export function call(name: string, keywords: Readonly<Record<string, string>>): string {
  const entries = Object.entries(keywords)
  const plain = entries.filter(([key]) => isIdentifier(key)).map(([key, text]) => `${key}=${text}`)
  const odd = entries.filter(([key]) => !isIdentifier(key))
  const rest =
    odd.length > 0 ? [`**{${odd.map(([key, text]) => `${literal(key)}: ${text}`).join(', ')}}`] : []
  return `${name}(${[...plain, ...rest].join(', ')})`
}

export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !keywords.has(text)
}

const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' ')
)

export function indent(lines: readonly string[], by = 4): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))
}
