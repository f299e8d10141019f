/** How the comparison draws its curves: what is restored at the next start. */
import { z } from 'zod'
import { dataParts, metricKeys, metricScopes, type MetricKey } from '../metrics'
import { curveAxisSchema } from './curve-request'

/** By what curves are told apart, in colour, in dash and in charts of their own; a path is one of the configuration. */
export const groupingSchema = z.union([
  z.enum(['run', 'part', 'metric', 'none']),
  z.templateLiteral(['config:', z.string().min(1).max(200)])
])
export type Grouping = z.infer<typeof groupingSchema>

export const curveViewSchema = z.object({
  hiddenMetrics: z.array(z.enum(metricKeys as [MetricKey, ...MetricKey[]])),
  hiddenParts: z.array(z.enum(dataParts)),
  scope: z.enum(metricScopes),
  x: curveAxisSchema,
  /** Weight of the past in the running average; 0 draws none. */
  smoothing: z.number().min(0).max(0.99),
  /** Whether the measured values are drawn faintly behind the average. */
  showsRaw: z.boolean(),
  isLogX: z.boolean(),
  isLogY: z.boolean(),
  /** Whether the axis leaves out the few values far from all others. */
  ignoresOutliers: z.boolean(),
  colorBy: groupingSchema,
  dashBy: groupingSchema,
  chartBy: groupingSchema
})
export type CurveView = z.infer<typeof curveViewSchema>

export const DEFAULT_CURVE_VIEW: CurveView = {
  hiddenMetrics: [],
  hiddenParts: [],
  scope: 'step',
  x: 'step',
  smoothing: 0.9,
  showsRaw: true,
  isLogX: false,
  isLogY: false,
  ignoresOutliers: false,
  colorBy: 'run',
  dashBy: 'part',
  chartBy: 'metric'
}
