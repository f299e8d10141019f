/** What of a run leaves for other programs, and the forms in which it does. */
import type { Experiment } from '../experiment'
import type { MetricTable } from '../metrics'
import type { RunRecord } from '../run'
import type { RunEvent } from '../run-events'

export interface RunContent {
  readonly record: RunRecord
  /** Null for a run that came from another program. */
  readonly experiment: Experiment | null
  readonly environment: Readonly<Record<string, unknown>>
  readonly events: readonly RunEvent[]
  readonly tables: readonly MetricTable[]
}

/** To add a form: its line here, and in the tables of `store/export-run.ts`. */
export const runExportFormats = {
  capsule: { label: 'Run capsule', extension: 'receptive' },
  tensorboard: { label: 'TensorBoard event files', extension: '' },
  csv: { label: 'CSV', extension: 'csv' },
  json: { label: 'JSON', extension: 'json' }
} as const satisfies Record<string, { label: string; extension: string }>

export type RunExportFormat = keyof typeof runExportFormats
export const runExportFormatKeys = Object.keys(runExportFormats) as RunExportFormat[]
