/** A run: its states as a closed union, the moves between them, and the record that lists and stores it. */
import { z } from 'zod'
import { metricKeys, metricValueSchema, seriesNameSchema, type MetricKey } from './metrics'

export const runStates = [
  'preparing',
  'training',
  'paused',
  'evaluating',
  'stopping',
  'finished',
  'stopped',
  'failed',
  'interrupted'
] as const
export type RunState = (typeof runStates)[number]

/** Which states may follow a state. `interrupted` is what a run becomes when its process died under it. */
export const runTransitions = {
  preparing: ['training', 'stopping', 'stopped', 'failed', 'interrupted'],
  training: ['paused', 'evaluating', 'stopping', 'stopped', 'failed', 'interrupted'],
  paused: ['training', 'stopping', 'stopped', 'failed', 'interrupted'],
  evaluating: ['finished', 'stopping', 'stopped', 'failed', 'interrupted'],
  stopping: ['stopped', 'finished', 'failed', 'interrupted'],
  finished: [],
  stopped: [],
  failed: [],
  interrupted: []
} as const satisfies Record<RunState, readonly RunState[]>

/** What a person reads for each state. */
export const runStateLabels = {
  preparing: 'preparing',
  training: 'training',
  paused: 'paused',
  evaluating: 'evaluating',
  stopping: 'stopping',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted'
} as const satisfies Record<RunState, string>

export function canMove(from: RunState, to: RunState): boolean {
  return (runTransitions[from] as readonly RunState[]).includes(to)
}

/** True while a process is, or should be, at work on the run. */
export function isActive(state: RunState): boolean {
  return runTransitions[state].length > 0
}

/** True for a run that ended before its plan did: it can go on from its checkpoint, as the same run. */
export function canGoOn(state: RunState): boolean {
  return state === 'stopped' || state === 'failed' || state === 'interrupted'
}

/** True while pressing Stop still means something. */
export function canStop(state: RunState): boolean {
  return state !== 'stopping' && isActive(state)
}

/** True while a run may be held between two batches, now or as soon as its data is read. */
export function canPause(state: RunState): boolean {
  return state === 'preparing' || state === 'training'
}

/** How many run colours the charts know; a run keeps its slot for ever. */
export const RUN_COLOR_COUNT = 10

export const testResultSchema = z.object({
  loss: metricValueSchema,
  accuracy: z.number().min(0).max(1),
  examples: z.number().int().min(1),
  /** The other metrics that the experiment asks for; absent when there are none. */
  others: z.partialRecord(z.enum(metricKeys as [MetricKey, ...MetricKey[]]), z.number()).optional()
})
export type TestResult = z.infer<typeof testResultSchema>

/** Where a run begins that goes on from another one: the two curves meet at `step`. */
export const runOriginSchema = z.object({
  runId: z.string(),
  /** Training steps that were done there, and count here. */
  step: z.number().int().min(0),
  /** Whole epochs that were done there. */
  epochsDone: z.number().int().min(0)
})
export type RunOrigin = z.infer<typeof runOriginSchema>

/** A place from which a run can go on: what its newest checkpoint says. */
export const checkpointPlaceSchema = z.object({
  /** Training steps done. */
  step: z.number().int().min(0),
  /** The epoch at work, from 1, and the batches of it that were trained. */
  epoch: z.number().int().min(1),
  batch: z.number().int().min(0),
  epochsDone: z.number().int().min(0),
  /** Epochs of the whole run, as they were planned by then. */
  epochs: z.number().int().min(1),
  /** The rate that a schedule shapes, as it was by then. */
  learningRate: z.number(),
  /** Whether all training is done: there is nothing to go on with but more epochs. */
  isComplete: z.boolean()
})
export type CheckpointPlace = z.infer<typeof checkpointPlaceSchema>

/** What a person says of a run; no training depends on it. */
export const runMarksSchema = z.object({
  tags: z.array(z.string().trim().min(1).max(60)).max(50),
  /** Markdown. */
  note: z.string().max(20_000),
  isStarred: z.boolean(),
  /** Out of sight, and complete: only an archived run is deleted. */
  isArchived: z.boolean()
})
export type RunMarks = z.infer<typeof runMarksSchema>

export const NO_MARKS: RunMarks = { tags: [], note: '', isStarred: false, isArchived: false }

export const LONGEST_RUN_NAME = 120
export const runNameSchema = z.string().trim().min(1).max(LONGEST_RUN_NAME)

/** What a person changes of a run; what is left out stays. The same with the old values takes it back. */
export const runLabelChangeSchema = z.object({
  runId: z.string(),
  marks: runMarksSchema.optional(),
  name: runNameSchema.optional(),
  color: z
    .number()
    .int()
    .min(0)
    .max(RUN_COLOR_COUNT - 1)
    .optional()
})
export type RunLabelChange = z.infer<typeof runLabelChangeSchema>

/** One of many runs with which something could not be done. */
export const runFailureSchema = z.object({
  runId: z.string(),
  /** Its id where there is no such run. */
  name: z.string(),
  /** As a sentence. */
  reason: z.string()
})
export type RunFailure = z.infer<typeof runFailureSchema>

/** The data set of a run that came from a log of another program, which does not say. */
export const UNKNOWN_DATASET = ''

/** What is known of a run without opening its folder. */
export const runRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** A slot of the run palette, 0 .. RUN_COLOR_COUNT - 1. */
  color: z.number().int().min(0),
  state: z.enum(runStates),
  /** Why it failed or was interrupted, as a sentence; null otherwise. */
  reason: z.string().nullable(),
  experimentName: z.string(),
  datasetId: z.string(),
  /** The run that this one goes on from; null for one that began from scratch. */
  origin: runOriginSchema.nullable().default(null),
  marks: runMarksSchema.default(NO_MARKS),
  /** The file that it was imported from, which makes it one to look at only; null for one that was trained here. */
  importedFrom: z.string().max(255).nullable().default(null),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  /** Epochs planned, those of the runs before it included. */
  epochs: z.number().int(),
  epochsDone: z.number().int(),
  stepsDone: z.number().int(),
  /** Milliseconds spent in training, validation and test. */
  elapsedMs: z.number(),
  parameters: z.number().int(),
  seed: z.number().int(),
  /** What the user should know of the run: a padded input, a data set of another size. */
  notes: z.array(z.string()),
  /** The newest epoch value of each series (step values until the first epoch ends). */
  latest: z.partialRecord(seriesNameSchema, metricValueSchema),
  test: testResultSchema.nullable()
})
export type RunRecord = z.infer<typeof runRecordSchema>

/** True for a run that came from a log of another program: it has metrics, and no experiment. */
export function isForeign({ datasetId }: Pick<RunRecord, 'datasetId'>): boolean {
  return datasetId === UNKNOWN_DATASET
}

export const runPhases = ['preparing', 'training', 'validating', 'testing'] as const

/** Where a run is, for progress bars. Sent often; never stored. */
export const runProgressSchema = z.object({
  runId: z.string(),
  phase: z.enum(runPhases),
  /** The epoch at work, from 1. */
  epoch: z.number().int(),
  epochs: z.number().int(),
  /** Steps done in this epoch (batches done of this evaluation). */
  step: z.number().int(),
  stepsPerEpoch: z.number().int(),
  /** Training steps done, those of the runs before it included. */
  globalStep: z.number().int(),
  /** Median of the last steps; null before the second step. */
  msPerStep: z.number().nullable(),
  elapsedMs: z.number(),
  /** Estimate for the whole run, evaluation included; null while nothing is known. */
  remainingMs: z.number().nullable()
})
export type RunProgress = z.infer<typeof runProgressSchema>

/** What the trainer reports when a run changes state. */
export const runChangeSchema = z.object({
  runId: z.string(),
  state: z.enum(runStates),
  reason: z.string().nullable(),
  epochs: z.number().int(),
  epochsDone: z.number().int(),
  stepsDone: z.number().int(),
  elapsedMs: z.number(),
  notes: z.array(z.string()),
  test: testResultSchema.nullable()
})
export type RunChange = z.infer<typeof runChangeSchema>
