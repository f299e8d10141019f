/** The table of metrics, and MetricBatch, the one noun that travels from the training loop to the pixel. */
import { z } from 'zod'
import { float64Array } from './contract/define'

/** How a metric is named, formatted and judged. To add a metric: one row here and its formula in the trainer. */
export interface MetricDefinition {
  readonly label: string
  readonly help: string
  /** What Keras calls it in its logs: the name under which a callback watches it. */
  readonly kerasName: string
  readonly better: 'higher' | 'lower'
  /** Digits after the decimal point, the same wherever the metric is shown. */
  readonly digits: number
  /** The range a chart may assume; null means open. */
  readonly range: readonly [number, number | null]
}

export const metrics = {
  loss: {
    label: 'Loss',
    help: 'Mean of the loss over the examples, and the penalties of layers that have a regularizer.',
    kerasName: 'loss',
    better: 'lower',
    digits: 4,
    range: [0, null]
  },
  accuracy: {
    label: 'Accuracy',
    help: 'Share of examples whose most probable class is the true one (0 to 1).',
    kerasName: 'accuracy',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  },
  topKAccuracy: {
    label: 'Top-5 accuracy',
    help: 'Share of examples whose true class is among the five most probable ones.',
    kerasName: 'top_k_categorical_accuracy',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  },
  precision: {
    label: 'Precision',
    help: 'Of what is called a class, the share that is of it: mean over the classes, or of class 1 where there are two. Once an epoch.',
    kerasName: 'precision',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  },
  recall: {
    label: 'Recall',
    help: 'Of what is of a class, the share that is called so: mean over the classes, or of class 1 where there are two. Once an epoch.',
    kerasName: 'recall',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  },
  f1: {
    label: 'F1',
    help: 'Harmonic mean of precision and recall: mean over the classes, or of class 1 where there are two. Once an epoch.',
    kerasName: 'f1_score',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  },
  auc: {
    label: 'AUC',
    help: 'Area under the ROC curve, each output a yes or no of its own: how well yes and no are told apart at any threshold. Once an epoch.',
    kerasName: 'auc',
    better: 'higher',
    digits: 4,
    range: [0, 1]
  }
} as const satisfies Record<string, MetricDefinition>

export type MetricKey = keyof typeof metrics
export const metricKeys = Object.keys(metrics) as MetricKey[]

/** Which part of the data a value was computed on. */
export const dataParts = ['train', 'validation', 'test'] as const
export type DataPart = (typeof dataParts)[number]

/** A series is one metric on one part: `train/loss`, `validation/accuracy`. */
export type SeriesName = `${DataPart}/${MetricKey}`

/** `step`: one value a training step; `epoch`: one value an epoch, written at its last step. */
export const metricScopes = ['step', 'epoch'] as const
export type MetricScope = (typeof metricScopes)[number]

export const seriesNameSchema = z.templateLiteral([
  z.enum(dataParts),
  '/',
  z.enum(metricKeys as [MetricKey, ...MetricKey[]])
])

/**
 * Any number: a loss may be infinite, which `z.number()` refuses. JSON has null in its place, which is read as infinite:
 * a run whose loss grew beyond all numbers is a run all the same.
 */
export const metricValueSchema = z.union([
  z.number(),
  z.custom<number>((value) => typeof value === 'number'),
  z.null().transform(() => Infinity)
])

/**
 * Some rows of some series of one run. `steps[i]` is the global step (1 is the first) to which `columns[name][i]`
 * belongs; a value that was not computed at a step is NaN in an absent row only, never a filler.
 * `seq` counts the batches of a run from 1 without gaps: a receiver that misses one knows it.
 */
export const metricBatchSchema = z.object({
  runId: z.string(),
  seq: z.number().int().min(1),
  scope: z.enum(metricScopes),
  steps: float64Array(),
  /** Milliseconds of training since the run began, one a row. */
  elapsedMs: float64Array(),
  columns: z.partialRecord(seriesNameSchema, float64Array())
})
export type MetricBatch = z.infer<typeof metricBatchSchema>

/** All rows of one scope of one run, in the order of their steps. */
export interface MetricTable {
  readonly scope: MetricScope
  readonly steps: Float64Array
  readonly elapsedMs: Float64Array
  readonly columns: Partial<Record<SeriesName, Float64Array>>
}

/** Everything recorded of a run up to and including batch `seq` (0: nothing yet). */
export const runHistorySchema = z.object({
  runId: z.string(),
  seq: z.number().int().min(0),
  tables: z.array(
    z.object({
      scope: z.enum(metricScopes),
      steps: float64Array(),
      elapsedMs: float64Array(),
      columns: z.partialRecord(seriesNameSchema, float64Array())
    })
  )
})
export type RunHistory = z.infer<typeof runHistorySchema>

export function seriesName(part: DataPart, metric: MetricKey): SeriesName {
  return `${part}/${metric}`
}
