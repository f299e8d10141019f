/** What a table, a filter and a difference know of a run beside its record: its configuration flat, its metrics in a nutshell. */
import { z } from 'zod'
import { metricValueSchema, seriesNameSchema } from './metrics'

/** A series without one finite value has no summary; only `last` can be infinite, and none of its numbers is NaN. */
export const metricSummarySchema = z.object({
  /** The newest value that was computed, as it was: infinite where the training diverged. */
  last: metricValueSchema,
  lastStep: z.number().int(),
  /** Of the finite values, by the direction in which the metric is better; of equal ones the first. */
  best: z.number(),
  bestStep: z.number().int(),
  /** From 1; null for a value of a step in no whole epoch. */
  bestEpoch: z.number().int().nullable()
})
export type MetricSummary = z.infer<typeof metricSummarySchema>

export const configValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type ConfigValue = z.infer<typeof configValueSchema>

export const runFactsSchema = z.object({
  runId: z.string(),
  /** Every value of the experiment by its path, `training.optimizer.learningRate`; the model as `model.layers`, `model.conv2d`, ... */
  config: z.record(z.string(), configValueSchema),
  metrics: z.partialRecord(seriesNameSchema, metricSummarySchema),
  /** Median; null when there are too few steps. */
  msPerStep: z.number().nullable(),
  /** `CPU · 2 cores`, as the environment says; null when it does not. */
  device: z.string().nullable()
})
export type RunFacts = z.infer<typeof runFactsSchema>
