/** What a checkpoint holds and its form in bytes: all that a run needs to go on as if nothing had happened. */
import { createHash } from 'node:crypto'
import { endianness } from 'node:os'
import { z } from 'zod'
import { metricKeys, type MetricKey } from '@shared/metrics'
import type { WeightCopy } from '../weights'
import { counterKeys } from '../metrics/counters'

/** The file's first bytes; the last one is the version of the form. */
const MAGIC = Buffer.from([...Buffer.from('RCPTCKP', 'ascii'), 2])
const HASH_BYTES = 32
const LENGTH_BYTES = 4

const count = z.number().int().min(0)

const headerSchema = z.object({
  runId: z.string(),
  seed: count,
  tensorflowVersion: z.string(),
  isOneDnnEnabled: z.boolean(),
  /** Training steps done. */
  step: count,
  position: z.object({
    epoch: z.number().int().min(1),
    batch: count,
    sums: z.object({
      values: z.partialRecord(z.enum(metricKeys as [MetricKey, ...MetricKey[]]), z.number()),
      counts: z.partialRecord(z.enum(counterKeys), z.array(z.number()).readonly()),
      weight: count
    }),
    stage: z.enum(['epochs', 'end', 'test'])
  }),
  epochsDone: count,
  /** Where the run began: at the step of another one, or at nothing. */
  origin: z.object({ step: count, epoch: z.number().int().min(1), batch: count }),
  plan: z.object({
    epochs: z.number().int().min(1),
    samplesEverySteps: z.number().int().min(1),
    baseLearningRate: z.number().min(0),
    maxSteps: z.number().int().min(1).nullable()
  }),
  /** Pictures of the two parts. */
  data: z.object({ trainCount: count, validationCount: count }),
  /** Its kind, and the steps that it has taken. */
  optimizer: z.string(),
  iterations: count,
  callbackStates: z.array(z.unknown()),
  elapsedMs: z.number().min(0),
  /** Where metrics.log ends at this step. */
  metrics: z.object({ bytes: count, seq: count }),
  /** Bytes of events.jsonl at this step. */
  eventBytes: count
})

/** The numbers of a checkpoint, as plain data. */
export type CheckpointHeader = z.output<typeof headerSchema>

export type Checkpoint = TensorFile<CheckpointHeader>

const tensorTableSchema = z.array(z.object({ name: z.string(), shape: z.array(count) }))
const documentSchema = z.object({ header: z.unknown(), tensors: tensorTableSchema })

export function encodeCheckpoint(checkpoint: Checkpoint): Buffer[] {
  return encodeTensorFile(checkpoint)
}

/** @throws Error that says what is wrong with the bytes. */
export function decodeCheckpoint(bytes: Buffer): Checkpoint {
  return decodeTensorFile(bytes, headerSchema)
}

/** Tensors, and what is to be known of them. */
export interface TensorFile<Header> {
  readonly header: Header
  readonly tensors: readonly WeightCopy[]
}

/**
 * `magic and version (8 bytes), uint32 bytes of JSON, JSON, tensors, SHA-256 of all before`. The JSON is
 * `{ header, tensors: [{ name, shape }] }`; the tensors follow as float32 in the order of that table. Little-endian.
 */
export function encodeTensorFile({ header, tensors }: TensorFile<object>): Buffer[] {
  const table = tensors.map(({ name, shape }) => ({ name, shape }))
  const json = Buffer.from(JSON.stringify({ header, tensors: table }, keepNumber))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(json.length)
  const parts = [MAGIC, length, json, ...tensors.map(({ values }) => toLittleEndian(values))]
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return [...parts, hash.digest()]
}

/** @throws Error that says what is wrong with the bytes. */
export function decodeTensorFile<Header>(
  bytes: Buffer,
  schema: z.ZodType<Header>
): TensorFile<Header> {
  const body = bytes.subarray(0, -HASH_BYTES)
  if (
    body.length < MAGIC.length + LENGTH_BYTES ||
    !body.subarray(0, 7).equals(MAGIC.subarray(0, 7))
  )
    throw new Error('it is not a checkpoint')
  if (body[7] !== MAGIC[7]) {
    throw new Error(`it is of form ${body[7]}; this version reads form ${MAGIC[7]}`)
  }
  const hash = createHash('sha256').update(body).digest()
  if (!hash.equals(bytes.subarray(-HASH_BYTES))) throw new Error('it is damaged')
  const jsonStart = MAGIC.length + LENGTH_BYTES
  const jsonEnd = jsonStart + body.readUInt32LE(MAGIC.length)
  const json: unknown = JSON.parse(body.toString('utf8', jsonStart, jsonEnd), reviveNumber)
  const { header, tensors } = documentSchema.parse(json)
  return { header: schema.parse(header), tensors: readTensors(body.subarray(jsonEnd), tensors) }
}

function readTensors(data: Buffer, table: z.output<typeof tensorTableSchema>): WeightCopy[] {
  let offset = 0
  const tensors = table.map(({ name, shape }) => {
    const start = offset
    offset += 4 * shape.reduce((product, length) => product * length, 1)
    if (offset > data.length) throw new Error('it ends too early')
    return { name, shape, values: fromLittleEndian(data.subarray(start, offset)) }
  })
  if (offset !== data.length) throw new Error('it holds more than it says')
  return tensors
}

const isBigEndian = endianness() === 'BE'

function toLittleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return isBigEndian ? Buffer.from(bytes).swap32() : bytes
}

function fromLittleEndian(bytes: Buffer): Float32Array {
  const copy = Buffer.from(bytes)
  if (isBigEndian) copy.swap32()
  return new Float32Array(copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.length))
}

/** JSON has no NaN and no infinity, but a callback may remember one as its best value. */
const STRANGE_NUMBER = '$number'

function keepNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value)
    ? { [STRANGE_NUMBER]: String(value) }
    : value
}

function reviveNumber(_key: string, value: unknown): unknown {
  const isStrange = typeof value === 'object' && value !== null && STRANGE_NUMBER in value
  return isStrange ? Number(value[STRANGE_NUMBER]) : value
}
