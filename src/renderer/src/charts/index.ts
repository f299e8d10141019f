/** The table of charts. To add one: its file, and its line here; ChartPanel draws any of them. */
import { accuracyCurve } from './accuracy-curve'
import type { ChartDefinition } from './chart'
import { lossCurve } from './loss-curve'

export const charts = [accuracyCurve, lossCurve] as const satisfies readonly ChartDefinition[]
