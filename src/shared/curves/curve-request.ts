/** What the comparison asks of the store, and what it gets: curves of several runs, thinned for the pixels at hand. */
import { z } from 'zod'
import { MOST_COMPARED_RUNS } from '../comparison'
import { float64Array } from '../contract/define'
import { metricScopes, seriesNameSchema } from '../metrics'
import { runEventSchema } from '../run-events'

/** What a curve may stand over, beside another metric. */
export const countingAxes = ['step', 'epoch', 'time', 'examples'] as const
export type CountingAxis = (typeof countingAxes)[number]

export const curveAxisSchema = z.union([z.enum(countingAxes), seriesNameSchema])
export type CurveAxis = z.infer<typeof curveAxisSchema>

/** True for an axis that counts, false for one that is a metric. */
export function isCountingAxis(axis: CurveAxis): axis is CountingAxis {
  return !axis.includes('/')
}

/** So many columns that nothing is thinned: what an export asks for. */
export const ALL_COLUMNS = 1_000_000_000

export const curveRequestSchema = z.object({
  runIds: z.array(z.string()).max(MOST_COMPARED_RUNS),
  series: z.array(seriesNameSchema).max(50),
  /** Per step where there are such values, else per epoch; or per epoch alone. */
  scope: z.enum(metricScopes),
  x: curveAxisSchema,
  /** What of the axis is looked at; null for all of it. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** Whether the axis is logarithmic, so that a column of pixels is as wide everywhere. */
  isLogX: z.boolean(),
  /** Columns of pixels. */
  columns: z.number().int().min(1).max(ALL_COLUMNS),
  /** Weight of the past in the running average over all points; 0 asks for none. */
  smoothing: z.number().min(0).max(0.99)
})
export type CurveRequest = z.infer<typeof curveRequestSchema>

/** All numbers of all curves lie in two arrays: a thousand small objects take longer to cross than one large one. */
export const curvesSchema = z.object({
  runIds: z.array(z.string()),
  series: z.array(seriesNameSchema),
  /** What `numbers` holds of each curve: see pack.ts, which alone writes and reads them. */
  heads: float64Array(),
  numbers: float64Array(),
  /** What happened to the runs, at its place on the axis. */
  marks: z.array(z.object({ runId: z.string(), x: z.number(), event: runEventSchema }))
})
export type WireCurves = z.infer<typeof curvesSchema>
