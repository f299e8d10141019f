/** What a network said of every picture of a part: kept with the run, and all that scores and galleries are computed from. */
import { z } from 'zod'
import { isActive, type RunRecord } from './run'

/** `end`: with the last weights of the run; `best`: with those that ModelCheckpoint or EarlyStopping held to be best. */
export const evaluationMoments = ['end', 'best'] as const
export type EvaluationMoment = (typeof evaluationMoments)[number]

export const evaluatedParts = ['test', 'validation'] as const
export type EvaluatedPart = (typeof evaluatedParts)[number]

const uint32Array = () =>
  z.custom<Uint32Array>(
    (value) => Object.prototype.toString.call(value) === '[object Uint32Array]',
    { error: 'expected a Uint32Array' }
  )
const float32Array = () =>
  z.custom<Float32Array>(
    (value) => Object.prototype.toString.call(value) === '[object Float32Array]',
    { error: 'expected a Float32Array' }
  )

export const evaluationSchema = z.object({
  runId: z.string(),
  part: z.enum(evaluatedParts),
  moment: z.enum(evaluationMoments),
  /** Training steps and whole epochs that the weights had seen. */
  step: z.number().int().min(0),
  epoch: z.number().int().min(0),
  datasetId: z.string(),
  classNames: z.array(z.string()).min(1),
  /** Of labels and places: two evaluations of one data set with equal ids are of the same pictures in the same order. */
  picturesId: z.string(),
  /** The class of each picture. */
  labels: uint32Array(),
  /** The place of each picture in the part that it comes from: `train` for a validation split, else the part itself. */
  places: uint32Array(),
  /**
   * [pictures, classes], each row adds up to 1; kept as float16, so to about three digits. The largest of a row is the
   * network's answer, and no other one equals it.
   */
  probabilities: float32Array()
})
export type Evaluation = z.infer<typeof evaluationSchema>

/** How the note begins of a run whose evaluation found no room on the disk. */
export const NOT_STORED = 'What the network says of each picture could not be stored'

/**
 * True for an ended run that may lack an evaluation which its checkpoints can still give: it was stopped or killed before
 * it had all, or could not store one. What a run lacks that came to its end, it never had.
 */
export function mayLackEvaluations({ state, notes }: Pick<RunRecord, 'state' | 'notes'>): boolean {
  if (isActive(state)) return false
  return state !== 'finished' || notes.some((note) => note.startsWith(NOT_STORED))
}

/** Which evaluation of a run is meant. */
export const evaluationRequestSchema = z.object({
  runId: z.string(),
  part: z.enum(evaluatedParts),
  moment: z.enum(evaluationMoments)
})
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>
