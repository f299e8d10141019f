/** JSON for people: two spaces a level, and lists of plain values on one line. */
export function formatJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    if (value.every(isFlat)) return `[${value.map((one) => formatJson(one, inner)).join(', ')}]`
    return `[\n${value.map((one) => inner + formatJson(one, inner)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(
    ([key, one]) => `${inner}${JSON.stringify(key)}: ${formatJson(one, inner)}`
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/** A plain value, or a list of them: the name of a connection, a shape. */
function isFlat(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one !== 'object' || one === null)
  return typeof value !== 'object' || value === null
}
