/**
 * Reads the pickles of CIFAR's Python version: plain values, lists, dictionaries and NumPy arrays of bytes. A pickle is a
 * program; this reader knows the few instructions that build those, and no instruction that calls anything.
 */
import { UserError } from '@shared/contract/define'

/** Bytes stay bytes, because Python 2 made no difference between text and pictures; numbers beyond 2^53 are refused. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | ReadonlyMap<string, PickleValue>
  | NumpyArray

/** The one kind of object that is understood. */
export interface NumpyArray {
  readonly kind: 'ndarray'
  readonly shape: readonly number[]
  /** As NumPy writes it: `u1` is uint8. */
  readonly dtype: string
  readonly isFortranOrder: boolean
  readonly data: Uint8Array
}

/** @throws UserError naming `source` and what in it is not understood. */
export function readPickle(bytes: Uint8Array, source: string): PickleValue {
  const reader = new PickleReader(bytes, source)
  return reader.read()
}

/** The text of a key or a name, whichever Python wrote it; null when it is none. */
export function toText(value: PickleValue | undefined): string | null {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : null
}

/** The names that a pickle may ask for. What they stand for is built here, nothing is looked up. */
const globals = {
  'numpy.core.multiarray _reconstruct': 'reconstruct',
  'numpy._core.multiarray _reconstruct': 'reconstruct',
  'numpy ndarray': 'ndarray',
  'numpy dtype': 'dtype',
  '_codecs encode': 'encode'
} as const
type GlobalName = (typeof globals)[keyof typeof globals]

/** Values that exist only while a pickle is read. */
type Item =
  | PickleValue
  | { readonly kind: 'global'; readonly name: GlobalName }
  | { readonly kind: 'tuple'; readonly items: readonly Item[] }
  | { readonly kind: 'dtype'; readonly code: string; state: readonly Item[] | null }
  | { readonly kind: 'array'; built: NumpyArray | null }
  | { readonly kind: 'dictionary'; readonly entries: Map<string, Item> }
  | { readonly kind: 'list'; readonly items: Item[] }

/** A picture set nests three deep; a deeper pickle is none. */
const MAX_DEPTH = 50
const LATIN1 = 'latin1'

class PickleReader {
  readonly #bytes: Buffer
  readonly #source: string
  readonly #stack: Item[] = []
  readonly #marks: number[] = []
  readonly #memo = new Map<number, Item>()
  #at = 0

  constructor(bytes: Uint8Array, source: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#source = source
  }

  read(): PickleValue {
    for (;;) {
      const code = this.#byte()
      if (code === STOP) return this.#finish(this.#pop(), 0)
      const run = Object.hasOwn(opcodes, code) ? opcodes[code] : undefined
      if (!run) {
        const name = forbidden[code] ?? `0x${code.toString(16).padStart(2, '0')}`
        throw this.#refuse(
          `it holds the instruction ${name}, which pictures need not and which is never carried out`
        )
      }
      run(this.#tools)
    }
  }

  readonly #tools: Tools = {
    byte: () => this.#byte(),
    number: (length, isSigned = false) => this.#number(length, isSigned),
    float: () => this.#take(8).readDoubleBE(0),
    take: (length) => this.#take(length),
    line: () => this.#line(),
    push: (item) => void this.#stack.push(item),
    pop: () => this.#pop(),
    peek: () => this.#stack[this.#stack.length - 1] ?? this.#fault(),
    mark: () => void this.#marks.push(this.#stack.length),
    popToMark: () => this.#popToMark(),
    setMemo: (index) => void this.#memo.set(index, this.#stack[this.#stack.length - 1] ?? null),
    getMemo: (index) => {
      const item = this.#memo.get(index)
      return item === undefined ? this.#fault() : item
    },
    memoSize: () => this.#memo.size,
    global: (name) => this.#global(name),
    reduce: () => this.#reduce(),
    build: () => this.#build(),
    fault: () => this.#fault()
  }

  #byte(): number {
    return this.#take(1)[0] as number
  }

  #number(length: number, isSigned: boolean): number {
    const bytes = this.#take(length)
    if (length === 8) {
      const value = bytes.readBigUInt64LE(0)
      return value > BigInt(this.#bytes.length) ? this.#fault() : Number(value)
    }
    return isSigned ? bytes.readIntLE(0, length) : bytes.readUIntLE(0, length)
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (length < 0 || end > this.#bytes.length) throw this.#refuse('it is cut off')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at)
    if (end < 0) throw this.#refuse('it is cut off')
    const text = this.#bytes.toString(LATIN1, this.#at, end)
    this.#at = end + 1
    return text
  }

  #pop(): Item {
    const floor = this.#marks[this.#marks.length - 1] ?? 0
    if (this.#stack.length <= floor) return this.#fault()
    return this.#stack.pop() as Item
  }

  #popToMark(): Item[] {
    const from = this.#marks.pop()
    return from === undefined ? this.#fault() : this.#stack.splice(from)
  }

  #global(name: string): Item {
    if (!Object.hasOwn(globals, name)) {
      throw this.#refuse(
        `it asks for ${JSON.stringify(name.replace(' ', '.'))}, which is no part of a picture set and is never loaded`
      )
    }
    return { kind: 'global', name: globals[name as keyof typeof globals] }
  }

  /** What a call would give, for the three calls that are understood. */
  #reduce(): Item {
    const args = this.#pop()
    const callee = this.#pop()
    if (!isKind(args, 'tuple') || !isKind(callee, 'global')) return this.#fault()
    const [first] = args.items
    switch (callee.name) {
      case 'reconstruct':
        return { kind: 'array', built: null }
      case 'dtype':
        return { kind: 'dtype', code: this.#text(first), state: null }
      case 'encode':
        return Buffer.from(this.#text(first), LATIN1)
      case 'ndarray':
        return this.#fault()
    }
  }

  #build(): void {
    const state = this.#pop()
    const target = this.#stack[this.#stack.length - 1]
    if (!isKind(state, 'tuple') || target === undefined) return this.#fault()
    if (isKind(target, 'dtype')) target.state = state.items
    else if (isKind(target, 'array')) target.built = this.#buildArray(state.items)
    else this.#fault()
  }

  #buildArray([, shape, dtype, isFortranOrder, data]: readonly Item[]): NumpyArray {
    if (!isKind(shape, 'tuple') || !isKind(dtype, 'dtype') || !(data instanceof Uint8Array)) {
      throw this.#refuse('it holds an array that is not made of bytes')
    }
    const sides = shape.items.map((side) =>
      typeof side === 'number' && Number.isInteger(side) && side >= 0 ? side : this.#fault()
    )
    return {
      kind: 'ndarray',
      shape: sides,
      dtype: dtype.code,
      isFortranOrder: isFortranOrder === true || isFortranOrder === 1,
      data
    }
  }

  #text(item: Item | undefined): string {
    if (typeof item === 'string') return item
    return item instanceof Uint8Array ? Buffer.from(item).toString(LATIN1) : this.#fault()
  }

  /** Turns what was built into plain values. */
  #finish(item: Item, depth: number): PickleValue {
    if (depth > MAX_DEPTH) throw this.#refuse('it is nested too deeply')
    if (item === null || typeof item !== 'object' || item instanceof Uint8Array) return item
    if (!isItemObject(item)) return this.#fault()
    switch (item.kind) {
      case 'list':
      case 'tuple':
        return item.items.map((one) => this.#finish(one, depth + 1))
      case 'dictionary':
        return new Map(
          [...item.entries].map(([key, value]) => [key, this.#finish(value, depth + 1)] as const)
        )
      case 'array':
        return item.built ?? this.#fault()
      default:
        return this.#fault()
    }
  }

  #refuse(what: string): UserError {
    return new UserError(`${this.#source} is not taken in: ${what}.`)
  }

  #fault(): never {
    throw this.#refuse('it is damaged, or no pickle of pictures')
  }
}

type ItemObject = Extract<Item, { readonly kind: string }>

function isItemObject(item: Item): item is ItemObject {
  return typeof item === 'object' && item !== null && 'kind' in item
}

function isKind<K extends ItemObject['kind']>(
  item: Item | undefined,
  kind: K
): item is Extract<ItemObject, { readonly kind: K }> {
  return item !== undefined && isItemObject(item) && item.kind === kind
}

interface Tools {
  byte(): number
  number(length: number, isSigned?: boolean): number
  float(): number
  take(length: number): Buffer
  line(): string
  push(item: Item): void
  pop(): Item
  peek(): Item
  mark(): void
  popToMark(): Item[]
  setMemo(index: number): void
  getMemo(index: number): Item
  memoSize(): number
  global(name: string): Item
  reduce(): Item
  build(): void
  fault(): never
}

const STOP = 0x2e

/** By the code of each instruction, as pickletools names them. Source: CPython's Lib/pickletools.py. */
const opcodes: Readonly<Record<number, (tools: Tools) => void>> = {
  0x80: (t) => checkProtocol(t), // PROTO
  0x95: (t) => void t.take(8), // FRAME
  0x28: (t) => t.mark(), // MARK
  0x30: (t) => void t.pop(), // POP
  0x31: (t) => void t.popToMark(), // POP_MARK
  0x4e: (t) => t.push(null), // NONE
  0x88: (t) => t.push(true), // NEWTRUE
  0x89: (t) => t.push(false), // NEWFALSE
  0x49: (t) => t.push(readIntLine(t)), // INT
  0x4c: (t) => t.push(readIntLine(t)), // LONG
  0x4b: (t) => t.push(t.number(1)), // BININT1
  0x4d: (t) => t.push(t.number(2)), // BININT2
  0x4a: (t) => t.push(t.number(4, true)), // BININT
  0x8a: (t) => t.push(readLong(t)), // LONG1
  0x47: (t) => t.push(t.float()), // BINFLOAT
  0x53: (t) => t.push(readQuoted(t)), // STRING
  0x55: (t) => t.push(t.take(t.number(1))), // SHORT_BINSTRING
  0x54: (t) => t.push(t.take(t.number(4))), // BINSTRING
  0x43: (t) => t.push(t.take(t.number(1))), // SHORT_BINBYTES
  0x42: (t) => t.push(t.take(t.number(4))), // BINBYTES
  0x8e: (t) => t.push(t.take(t.number(8))), // BINBYTES8
  0x58: (t) => t.push(t.take(t.number(4)).toString('utf8')), // BINUNICODE
  0x8c: (t) => t.push(t.take(t.number(1)).toString('utf8')), // SHORT_BINUNICODE
  0x5d: (t) => t.push({ kind: 'list', items: [] }), // EMPTY_LIST
  0x6c: (t) => t.push({ kind: 'list', items: t.popToMark() }), // LIST
  0x61: (t) => append(t, [t.pop()]), // APPEND
  0x65: (t) => append(t, t.popToMark()), // APPENDS
  0x7d: (t) => t.push({ kind: 'dictionary', entries: new Map() }), // EMPTY_DICT
  0x64: (t) => t.push(createDictionary(t)), // DICT
  0x73: (t) => setItems(t, [t.pop(), t.pop()].reverse()), // SETITEM
  0x75: (t) => setItems(t, t.popToMark()), // SETITEMS
  0x29: (t) => t.push({ kind: 'tuple', items: [] }), // EMPTY_TUPLE
  0x85: (t) => t.push({ kind: 'tuple', items: [t.pop()] }), // TUPLE1
  0x86: (t) => t.push({ kind: 'tuple', items: [t.pop(), t.pop()].reverse() }), // TUPLE2
  0x87: (t) => t.push({ kind: 'tuple', items: [t.pop(), t.pop(), t.pop()].reverse() }), // TUPLE3
  0x74: (t) => t.push({ kind: 'tuple', items: t.popToMark() }), // TUPLE
  0x71: (t) => t.setMemo(t.number(1)), // BINPUT
  0x72: (t) => t.setMemo(t.number(4)), // LONG_BINPUT
  0x70: (t) => t.setMemo(readIntLine(t)), // PUT
  0x94: (t) => t.setMemo(t.memoSize()), // MEMOIZE
  0x68: (t) => t.push(t.getMemo(t.number(1))), // BINGET
  0x6a: (t) => t.push(t.getMemo(t.number(4))), // LONG_BINGET
  0x67: (t) => t.push(t.getMemo(readIntLine(t))), // GET
  0x63: (t) => t.push(t.global(`${t.line()} ${t.line()}`)), // GLOBAL
  0x93: (t) => t.push(readStackGlobal(t)), // STACK_GLOBAL
  0x52: (t) => t.push(t.reduce()), // REDUCE
  0x62: (t) => t.build() // BUILD
}

/** Instructions that make objects or look things up, by the names that the sentence shows. */
const forbidden: Readonly<Record<number, string>> = {
  0x69: 'INST',
  0x6f: 'OBJ',
  0x81: 'NEWOBJ',
  0x82: 'EXT1',
  0x83: 'EXT2',
  0x84: 'EXT4',
  0x92: 'NEWOBJ_EX',
  0x50: 'PERSID',
  0x51: 'BINPERSID',
  0x97: 'NEXT_BUFFER'
}

const NEWEST_PROTOCOL = 4

function checkProtocol(t: Tools): void {
  if (t.byte() > NEWEST_PROTOCOL) t.fault()
}

function readIntLine(t: Tools): number {
  const text = t.line()
  if (!/^-?\d{1,15}L?$/.test(text)) t.fault()
  // Python 2 wrote False and True as 00 and 01, which are the numbers 0 and 1.
  return Number.parseInt(text, 10)
}

function readLong(t: Tools): number {
  const length = t.number(1)
  if (length === 0) return 0
  return length <= 6 ? t.number(length, true) : t.fault()
}

function readQuoted(t: Tools): string {
  const text = t.line()
  return /^'[^'\\]*'$|^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : t.fault()
}

function readStackGlobal(t: Tools): Item {
  const name = t.pop()
  const module = t.pop()
  if (typeof name !== 'string' || typeof module !== 'string') return t.fault()
  return t.global(`${module} ${name}`)
}

function append(t: Tools, items: readonly Item[]): void {
  const list = t.peek()
  if (!isKind(list, 'list')) return t.fault()
  for (const item of items) list.items.push(item)
}

function createDictionary(t: Tools): Item {
  const pairs = t.popToMark()
  const entries = new Map<string, Item>()
  fill(t, entries, pairs)
  return { kind: 'dictionary', entries }
}

function setItems(t: Tools, pairs: readonly Item[]): void {
  const dictionary = t.peek()
  if (!isKind(dictionary, 'dictionary')) return t.fault()
  fill(t, dictionary.entries, pairs)
}

function fill(t: Tools, entries: Map<string, Item>, pairs: readonly Item[]): void {
  if (pairs.length % 2 !== 0) t.fault()
  for (let index = 0; index < pairs.length; index += 2) {
    const key = pairs[index]
    if (typeof key === 'string') entries.set(key, pairs[index + 1] as Item)
    else if (key instanceof Uint8Array) {
      entries.set(Buffer.from(key).toString(LATIN1), pairs[index + 1] as Item)
    } else t.fault()
  }
}
