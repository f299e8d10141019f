/** What main may ask of the trainer, and what it hears from it. */
import { z } from 'zod'
import { datasetStatusSchema } from '../dataset'
import { experimentSchema } from '../experiment'
import { metricBatchSchema } from '../metrics'
import { predictionBatchSchema } from '../predictions'
import { runChangeSchema, runProgressSchema } from '../run'
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

/** Where a data set's files are; null for sets that bring their own. */
export const datasetLocationSchema = z.object({ id: z.string(), folder: z.string().nullable() })
export type DatasetLocation = z.infer<typeof datasetLocationSchema>

export const startRunSchema = z.object({
  runId: z.string(),
  /** The run's folder, which exists; the trainer writes `metrics.log` and `samples.bin` into it. */
  folder: z.string(),
  /** Where the trainer may keep files that it can make again, such as an unpacked data set. */
  cacheFolder: z.string(),
  dataset: datasetLocationSchema,
  experiment: experimentSchema,
  /** Ends the run after this many training steps (then evaluates); null for all epochs. */
  maxSteps: z.number().int().min(1).nullable()
})
export type StartRun = z.input<typeof startRunSchema>

export const trainerContract = defineContract({
  calls: {
    /** Resolves once TensorFlow is loaded. Throws when the native library cannot be. */
    getRuntimeInfo: call(nothing, runtimeInfoSchema),
    /** Looks whether a set's files are all there, without loading them. */
    getDatasetStatus: call(datasetLocationSchema, datasetStatusSchema),
    listDatasets: call(z.array(datasetLocationSchema), z.array(datasetStatusSchema)),
    /** Resolves when the run is accepted; all else arrives as events. Throws when another run is active. */
    startRun: call(startRunSchema, nothing),
    /** Resolves when the request is noted; the run ends within one step and says so by onDidChangeRun. */
    stopRun: call(z.object({ runId: z.string() }), nothing),
    /** Answers at once while the trainer's loop turns; the host's heartbeat. */
    ping: call(nothing, nothing)
  },
  events: {
    onDidChangeRun: event(runChangeSchema),
    onProgress: event(runProgressSchema),
    onMetrics: event(metricBatchSchema),
    onPredictions: event(predictionBatchSchema)
  }
})
export type TrainerContract = typeof trainerContract
