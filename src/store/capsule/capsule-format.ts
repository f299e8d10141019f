/** What a run capsule holds: one zip file, its entries by a fixed table, and a manifest with the hash of each. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { skipHeader, walkMetricLog, type MetricFrame } from '@shared/metric-log'

export const CAPSULE_EXTENSION = '.receptive'
export const CAPSULE_VERSION = 1
export const MANIFEST = 'manifest.json'

const MEGABYTE = 1_000_000

export interface CapsuleEntry {
  /** Where it is in the folder of a run; the weights come from the newest checkpoint. */
  readonly file: string
  readonly mostBytes: number
  /** Numbers that hardly get smaller, and pictures that are small already. @default false */
  readonly isStored?: boolean
}

/** To put another file into capsules: its line here, and its check in `check-documents.ts`. */
export const capsuleEntries: Readonly<Record<string, CapsuleEntry>> = {
  'run.json': { file: 'run.json', mostBytes: 4 * MEGABYTE },
  'experiment.json': { file: 'experiment.json', mostBytes: 4 * MEGABYTE },
  /** In place of an experiment, where the run itself came from a file of another program. */
  'import.json': { file: 'import.json', mostBytes: MEGABYTE },
  'environment.json': { file: 'environment.json', mostBytes: MEGABYTE },
  'metrics.log': { file: 'metrics.log', mostBytes: 600 * MEGABYTE },
  'events.jsonl': { file: 'events.jsonl', mostBytes: 20 * MEGABYTE },
  'standardization.json': { file: 'standardization.json', mostBytes: MEGABYTE },
  'samples.bin': { file: 'samples.bin', mostBytes: 40 * MEGABYTE, isStored: true },
  'evaluation-test-end.bin': evaluation('evaluation-test-end.bin'),
  'evaluation-test-best.bin': evaluation('evaluation-test-best.bin'),
  'evaluation-validation-end.bin': evaluation('evaluation-validation-end.bin'),
  'evaluation-validation-best.bin': evaluation('evaluation-validation-best.bin'),
  'weights.bin': {
    file: 'checkpoints/checkpoint-1.bin',
    mostBytes: 1500 * MEGABYTE,
    isStored: true
  }
}

function evaluation(file: string): CapsuleEntry {
  return { file, mostBytes: 400 * MEGABYTE, isStored: true }
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 hash')

export const manifestSchema = z.strictObject({
  format: z.literal('receptive-capsule'),
  version: z.literal(CAPSULE_VERSION),
  /** The program that wrote it, for a person. */
  writtenBy: z.string().max(100),
  runId: z.string().max(100),
  /** Every other entry of the file, by its name. */
  entries: z.record(
    z.string().max(100),
    z.strictObject({ bytes: z.number().int().min(0), sha256: hash })
  )
})
export type Manifest = z.infer<typeof manifestSchema>

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes between two breaths: other work of this process goes on meanwhile. */
export const TURN_BYTES = 4 * MEGABYTE

/** As hashOf, of bytes that may be a gigabyte: whoever waits for this process has a turn now and then. */
export async function hashInTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let offset = 0; offset < bytes.length; offset += TURN_BYTES) {
    hash.update(bytes.subarray(offset, offset + TURN_BYTES))
    await nextTurn()
  }
  return hash.digest('hex')
}

/** Lets everything else that is due come first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The whole frames of a metric log: what is being written at this moment, or was torn by a crash, does not travel. */
export async function cutToWhole(log: Uint8Array): Promise<Uint8Array> {
  return log.subarray(0, await walkInTurns(log))
}

/** Walks through the whole frames of a metric log, others having their turn in between; answers with where they end. */
export async function walkInTurns(
  log: Uint8Array,
  visit?: (frame: MetricFrame) => void
): Promise<number> {
  let [end, rested] = [skipHeader(log), 0]
  for (const frame of walkMetricLog(log)) {
    visit?.(frame)
    end = frame.end
    if (end - rested < TURN_BYTES) continue
    rested = end
    await nextTurn()
  }
  return end
}

/** What makes a run this run: what it was told to do and what it measured. Names and notes may change. */
export const IDENTITY: readonly string[] = [
  'experiment.json',
  'import.json',
  'metrics.log',
  'events.jsonl'
]

/** Equal for two capsules of one run, whatever else they hold. `hashes` are those of the entries. */
export function identityOf(runId: string, hashes: ReadonlyMap<string, string>): string {
  const parts = IDENTITY.map((name) => `${name} ${hashes.get(name) ?? '-'}`)
  return hashOf(Buffer.from([runId, ...parts].join('\n')))
}
