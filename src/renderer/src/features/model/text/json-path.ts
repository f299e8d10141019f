/** Where one is in a JSON text, and where a value is: paths to places and back. */
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

export type JsonPath = readonly (string | number)[]

export interface JsonPlace {
  /** The path of the object or value that the cursor is in. */
  readonly path: JsonPath
  /** Whether a key is being typed there, or a value. */
  readonly role: 'key' | 'value'
  /** The text that would be replaced. */
  readonly from: number
  readonly to: number
  /** Keys that the object has already. */
  readonly siblings: readonly string[]
}

/** What can be typed at a place; null where nothing can. */
export function findPlace(state: EditorState, position: number): JsonPlace | null {
  const node = syntaxTree(state).resolveInner(position, -1)
  const isString = node.name === 'String' || node.name === 'PropertyName'
  const [from, to] = isString ? [node.from, node.to] : [position, position]
  if (node.name === 'PropertyName') {
    const object = findAncestor(node, 'Object')
    return (
      object && {
        path: pathOf(state, object),
        role: 'key',
        from,
        to,
        siblings: keysOf(state, object)
      }
    )
  }
  const property = findAncestor(node, 'Property')
  const object = findAncestor(node, 'Object')
  const isInValue = property && (!object || object.from < property.from)
  if (isInValue) return { path: pathOf(state, property), role: 'value', from, to, siblings: [] }
  if (node.name === 'Array') return null
  return (
    object && {
      path: pathOf(state, object),
      role: 'key',
      from,
      to,
      siblings: keysOf(state, object)
    }
  )
}

/** The range of the value at a path, or of the nearest that there is. */
export function findRange(state: EditorState, path: JsonPath): { from: number; to: number } {
  let node: SyntaxNode | null =
    ensureSyntaxTree(state, state.doc.length, 200)?.topNode.firstChild ?? null
  let found = { from: 0, to: Math.min(1, state.doc.length) }
  for (const key of path) {
    node = node && (typeof key === 'number' ? elementOf(node, key) : valueOf(state, node, key))
    if (!node) return found
    found = { from: node.from, to: node.to }
  }
  return found
}

function findAncestor(node: SyntaxNode, name: string): SyntaxNode | null {
  for (let one: SyntaxNode | null = node; one; one = one.parent) if (one.name === name) return one
  return null
}

function pathOf(state: EditorState, node: SyntaxNode): JsonPath {
  const path: (string | number)[] = []
  for (let one: SyntaxNode | null = node; one; one = one.parent) {
    if (one.name === 'Property') path.unshift(nameOf(state, one))
    else if (one.parent?.name === 'Array') path.unshift(indexIn(one.parent, one))
  }
  return path
}

const isValue = ({ name }: SyntaxNode): boolean =>
  /^(Object|Array|String|Number|True|False|Null)$/.test(name)

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let one = node.firstChild; one; one = one.nextSibling) children.push(one)
  return children
}

function indexIn(list: SyntaxNode, node: SyntaxNode): number {
  return childrenOf(list)
    .filter(isValue)
    .findIndex(({ from }) => from === node.from)
}

function elementOf(list: SyntaxNode, index: number): SyntaxNode | null {
  return childrenOf(list).filter(isValue)[index] ?? null
}

function valueOf(state: EditorState, object: SyntaxNode, key: string): SyntaxNode | null {
  const property = object.getChildren('Property').find((one) => nameOf(state, one) === key)
  return property ? (childrenOf(property).filter(isValue)[0] ?? null) : null
}

function keysOf(state: EditorState, object: SyntaxNode): string[] {
  return object.getChildren('Property').map((one) => nameOf(state, one))
}

function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild('PropertyName')
  if (!name) return ''
  const text = state.sliceDoc(name.from, name.to)
  try {
    return String(JSON.parse(text))
  } catch {
    return text.replace(/^"|"$/g, '')
  }
}

/** The text of the string beside a key, such as the class name of a layer; null where there is none. */
export function readSibling(state: EditorState, path: JsonPath): string | null {
  const { from, to } = findRange(state, path)
  const text = state.sliceDoc(from, to)
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : null
}
