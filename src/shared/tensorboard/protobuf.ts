/** As much of protocol buffers as events take: fields by number, read without a schema, written one by one. */
import { encodeUtf8 } from './utf8'

/** A field as it lies in the message: whole numbers and bit patterns, or bytes. */
export interface Field {
  readonly number: number
  readonly wire: 'varint' | 'fixed64' | 'bytes' | 'fixed32'
  /** Of a varint; 64 bits wide, two's complement. */
  readonly integer: bigint
  /** Of everything else. */
  readonly bytes: Uint8Array
}

/** What was read is no message. */
export class ProtobufFault extends Error {}

const NO_BYTES = new Uint8Array(0)
const WIRES = { 0: 'varint', 1: 'fixed64', 2: 'bytes', 5: 'fixed32' } as const

/** The fields of a message in their order. @throws ProtobufFault */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = []
  let offset = 0
  while (offset < message.length) {
    const key = readVarint(message, offset)
    const number = Number(key.value >> 3n)
    const wire = WIRES[Number(key.value & 7n) as keyof typeof WIRES] as Field['wire'] | undefined
    if (wire === undefined || number === 0) throw new ProtobufFault('a field of no known kind')
    if (wire === 'varint') {
      const { value, next } = readVarint(message, key.next)
      fields.push({ number, wire, integer: value, bytes: NO_BYTES })
      offset = next
      continue
    }
    const { start, end } = findBytes(message, key.next, wire)
    fields.push({ number, wire, integer: 0n, bytes: message.subarray(start, end) })
    offset = end
  }
  return fields
}

function findBytes(
  message: Uint8Array,
  offset: number,
  wire: 'fixed64' | 'fixed32' | 'bytes'
): { start: number; end: number } {
  const fixed = { fixed64: 8, fixed32: 4, bytes: null }[wire]
  const length =
    fixed === null ? readVarint(message, offset) : { value: BigInt(fixed), next: offset }
  const end = length.next + Number(length.value)
  if (end > message.length) throw new ProtobufFault('a field that is cut off')
  return { start: length.next, end }
}

/** Whole numbers of a packed field. */
export function readPackedVarints(bytes: Uint8Array): bigint[] {
  const values: bigint[] = []
  for (let offset = 0; offset < bytes.length;) {
    const { value, next } = readVarint(bytes, offset)
    values.push(value)
    offset = next
  }
  return values
}

function readVarint(bytes: Uint8Array, offset: number): { value: bigint; next: number } {
  let value = 0n
  for (let index = 0; index < 10; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) break
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: offset + index + 1 }
  }
  throw new ProtobufFault('a number that does not end')
}

/** A message in the making; fields are appended in the order of the calls. */
export class MessageWriter {
  readonly #bytes: number[] = []

  varint(number: number, value: bigint): this {
    this.#key(number, 0)
    this.#varint(BigInt.asUintN(64, value))
    return this
  }

  double(number: number, value: number): this {
    this.#key(number, 1)
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setFloat64(0, value, true)
    this.#bytes.push(...bytes)
    return this
  }

  float(number: number, value: number): this {
    this.#key(number, 5)
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    this.#bytes.push(...bytes)
    return this
  }

  bytes(number: number, value: Uint8Array): this {
    this.#key(number, 2)
    this.#varint(BigInt(value.length))
    for (const byte of value) this.#bytes.push(byte)
    return this
  }

  text(number: number, value: string): this {
    return this.bytes(number, encodeUtf8(value))
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  #key(number: number, wire: number): void {
    this.#varint(BigInt((number << 3) | wire))
  }

  #varint(value: bigint): void {
    let rest = value
    while (rest > 0x7fn) {
      this.#bytes.push(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.#bytes.push(Number(rest))
  }
}
