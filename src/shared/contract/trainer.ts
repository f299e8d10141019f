/** What main may ask of the trainer, and what it hears from it. */
import { z } from 'zod'
import { datasetStatusSchema } from '../dataset'
import { experimentSchema } from '../experiment'
import { metricBatchSchema } from '../metrics'
import { predictionBatchSchema } from '../predictions'
import { checkpointPlaceSchema, runChangeSchema, runProgressSchema } from '../run'
import { runEventSchema } from '../run-events'
import { call, defineContract, event, nothing } from './define'

export const runtimeInfoSchema = z.object({
  /** TensorFlow's own version, read from the library. */
  tensorflowVersion: z.string(),
  bindingVersion: z.string(),
  nodeVersion: z.string(),
  device: z.enum(['cpu', 'gpu']),
  /** Why there is no GPU, as a sentence; null when there is one. */
  gpuReason: z.string().nullable(),
  cpuModel: z.string(),
  /** Instruction sets that TensorFlow can use and this processor has, e.g. AVX2, AVX512_VNNI. */
  cpuFeatures: z.array(z.string()),
  threads: z.number().int(),
  isOneDnnEnabled: z.boolean()
})
export type RuntimeInfo = z.infer<typeof runtimeInfoSchema>

export const memoryUsageSchema = z.object({
  /** Bytes of the whole process that lie in memory, TensorFlow's included. */
  residentBytes: z.number().int(),
  /** The most that there were since the process began. */
  peakResidentBytes: z.number().int(),
  /** JavaScript's objects; what they point to outside, such as pictures being read, is in `bufferBytes`. */
  heapBytes: z.number().int(),
  bufferBytes: z.number().int(),
  /** Tensors alive; between two steps the same number, or something is not freed. */
  tensors: z.number().int()
})
export type MemoryUsage = z.infer<typeof memoryUsageSchema>

/** Where a data set's files are; null for sets that bring their own. */
export const datasetLocationSchema = z.object({ id: z.string(), folder: z.string().nullable() })
export type DatasetLocation = z.infer<typeof datasetLocationSchema>

export const startRunSchema = z.object({
  runId: z.string(),
  /** The run's folder, which exists; the trainer writes `metrics.log`, `events.jsonl`, `samples.bin`, `evaluation-*.bin` and `checkpoints/`. */
  folder: z.string(),
  /** Where the trainer may keep files that it can make again, such as an unpacked data set. */
  cacheFolder: z.string(),
  dataset: datasetLocationSchema,
  experiment: experimentSchema,
  /** Where the weights are that an experiment may begin with; null where there are none. */
  weightsFolder: z.string().nullable().default(null),
  /** Ends the run after this many training steps (then evaluates); null for all epochs. */
  maxSteps: z.number().int().min(1).nullable(),
  /** Goes on in `folder` from its newest whole checkpoint; all that was recorded after it is taken back. */
  resume: z.boolean().default(false),
  /** Begins with weights and optimizer of this run's newest checkpoint, at its step; null for a beginning from scratch. */
  continueFrom: z
    .object({
      runId: z.string(),
      name: z.string(),
      folder: z.string(),
      /** Whether a rate that was changed while it trained stays so; else it is as the experiment says. */
      keepsLearningRate: z.boolean().default(false),
      /** As that run was trained, to tell what is different now. */
      experiment: experimentSchema
    })
    .nullable()
    .default(null),
  /** Seconds between two checkpoints within an epoch; one is written at each epoch's end, pause and stop anyway. */
  checkpointEverySeconds: z.number().positive().default(60)
})
export type StartRun = z.input<typeof startRunSchema>

/** A run that has ended, to be evaluated with the weights of its newest checkpoint. */
export const evaluateRunSchema = startRunSchema.pick({
  runId: true,
  folder: true,
  cacheFolder: true,
  dataset: true,
  experiment: true
})
export type EvaluateRun = z.output<typeof evaluateRunSchema>

const runIdSchema = z.object({ runId: z.string() })

/** What may change while a run trains; what is left out stays. */
export const changeRunSchema = runIdSchema.extend({
  /** The optimizer's own rate; a schedule shapes this one from now on. */
  learningRate: z.number().positive().max(1000).optional(),
  /** Epochs of the whole run, those done included. */
  epochs: z.number().int().min(1).max(100_000).optional(),
  samplesEverySteps: z.number().int().min(1).max(100_000).optional()
})
export type ChangeRun = z.input<typeof changeRunSchema>

export const trainerContract = defineContract({
  calls: {
    /** Resolves once TensorFlow is loaded. Throws when the native library cannot be. */
    getRuntimeInfo: call(nothing, runtimeInfoSchema),
    /** Read between two steps. Resolves once TensorFlow is loaded; throws when it cannot be. */
    getMemoryUsage: call(nothing, memoryUsageSchema),
    /** Looks whether a set's files are all there, without loading them. */
    getDatasetStatus: call(datasetLocationSchema, datasetStatusSchema),
    listDatasets: call(z.array(datasetLocationSchema), z.array(datasetStatusSchema)),
    /** The place from which the run in `folder` can go on; null when it has no whole checkpoint. */
    findCheckpoint: call(z.object({ folder: z.string() }), checkpointPlaceSchema.nullable()),
    /** Resolves when the run is accepted; all else arrives as events. Throws when another is active, or it cannot be trained or resumed. */
    startRun: call(startRunSchema, nothing),
    /**
     * Resolves when the request is noted; the run ends within one step and says so by onDidChangeRun. With `evaluate`
     * it ends as stopped too, but with a test result; asked again without it, the test is given up.
     */
    stopRun: call(runIdSchema.extend({ evaluate: z.boolean().default(false) }), nothing),
    /** Holds the run at its next batch; paused time does not count as elapsed. Throws when it is not training. */
    pauseRun: call(runIdSchema, nothing),
    /** Lets a paused run go on. */
    resumeRun: call(runIdSchema, nothing),
    /** Takes one batch of a paused run, which stays paused. Throws when it is not paused. */
    stepRun: call(runIdSchema, nothing),
    /** Takes effect at the next batch; each change becomes a run event. Throws when nothing of it can be carried out. */
    changeRun: call(changeRunSchema, nothing),
    /**
     * Stores the evaluations of a run that has ended without them, and resolves when they are on the disk. Throws while
     * another run is trained, or when there are no weights to evaluate.
     */
    evaluateRun: call(evaluateRunSchema, nothing),
    /** Answers at once while the trainer's loop turns; the host's heartbeat. */
    ping: call(nothing, nothing)
  },
  events: {
    onDidChangeRun: event(runChangeSchema),
    /** A mark for the curves; it is already in the run's events.jsonl. */
    onRunEvent: event(z.object({ runId: z.string(), event: runEventSchema })),
    onProgress: event(runProgressSchema),
    onMetrics: event(metricBatchSchema),
    onPredictions: event(predictionBatchSchema)
  }
})
export type TrainerContract = typeof trainerContract
