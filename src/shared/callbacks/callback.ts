/** What a callback is: it hears the values of each epoch, keeps plain state, and decides. It never touches a tensor. */
import { z } from 'zod'
import { metricKeys, metrics, seriesName, type MetricKey, type SeriesName } from '../metrics'

/** What the loop carries out after an epoch. */
export type Decision =
  /** End the training after this epoch. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** Keep a copy of the weights as they are now, in place of an earlier copy. */
  | { readonly kind: 'keep-weights' }
  /** Put the kept copy back. */
  | { readonly kind: 'restore-weights'; readonly epoch: number }
  /** Write the weights as they are now to a file of the run, in place of an earlier one. */
  | {
      readonly kind: 'save-weights'
      readonly file: WeightFile
      readonly monitor: Monitor
      readonly value: number | null
    }
  /** Say which weights the file holds. */
  | { readonly kind: 'report-weights'; readonly file: WeightFile }
  | { readonly kind: 'set-learning-rate'; readonly value: number; readonly reason: string }

/** The files of weights that a run keeps: those of its best epoch, and of its last. */
export const weightFiles = ['best', 'last'] as const
export type WeightFile = (typeof weightFiles)[number]

/** Whose weights a file holds. */
export interface FoundWeights {
  /** From 0. */
  readonly epoch: number
  readonly monitor: string
  readonly value: number | null
}

export interface EpochLogs {
  /** From 0, as Keras counts. */
  readonly epoch: number
  readonly values: Partial<Record<SeriesName, number>>
  readonly learningRate: number
}

/** To add a callback: one file with this, and its line in the table. */
export interface CallbackDefinition<Settings, State> {
  readonly label: string
  readonly help: string
  readonly link: string
  readonly schema: z.ZodType<Settings>
  /** Whether the watched value must be there. @default it must */
  needsMonitor?(settings: Settings): boolean
  /** The file that its 'save-weights' go to. */
  writes?(settings: Settings): WeightFile
  /** Plain JSON: a checkpoint holds it, so that a resumed run decides as an unbroken one. */
  createState(settings: Settings): State
  onEpochEnd(
    settings: Settings,
    state: State,
    logs: EpochLogs
  ): { readonly state: State; readonly decisions: readonly Decision[] }
  /** When training ends, for whatever reason but a failure. */
  onTrainEnd?(settings: Settings, state: State): readonly Decision[]
  /** The state that fits the file there is (null: none), when a run goes on or its file could not be written. */
  adoptFile?(settings: Settings, state: State, found: FoundWeights | null): State
}

export function defineCallback<Settings, State>(
  definition: CallbackDefinition<Settings, State>
): CallbackDefinition<Settings, State> {
  return definition
}

type KerasName = (typeof metrics)[MetricKey]['kerasName']
export type Monitor = KerasName | `val_${KerasName}`

/** A value that a callback can watch. */
export interface MonitoredValue {
  readonly part: 'train' | 'validation'
  readonly metric: MetricKey
}

/** Every metric of both parts, by Keras' names of them. */
export const monitors = Object.fromEntries(
  metricKeys.flatMap((metric) => {
    const { kerasName } = metrics[metric]
    return [
      [kerasName, { part: 'train', metric }],
      [`val_${kerasName}`, { part: 'validation', metric }]
    ]
  })
) as Readonly<Record<Monitor, MonitoredValue>>

export const monitorSchema = z.enum(Object.keys(monitors) as [Monitor, ...Monitor[]])

export const modeSchema = z.enum(['auto', 'min', 'max']).default('auto')
export type Mode = z.infer<typeof modeSchema>

/** What a callback watches, of an epoch's values; undefined where it was not computed. */
export function readMonitor(values: EpochLogs['values'], monitor: Monitor): number | undefined {
  const { part, metric } = monitors[monitor]
  return values[seriesName(part, metric)]
}

/** Which way is better: given, or as the metric has it. */
export function direction(mode: Mode, monitor: Monitor): 'min' | 'max' {
  if (mode !== 'auto') return mode
  return metrics[monitors[monitor].metric].better === 'higher' ? 'max' : 'min'
}

/** True when `value` is better than `reference` by more than `minDelta`. Anything is better than nothing. */
export function isImprovement(
  value: number,
  reference: number | null,
  { better, minDelta }: { better: 'min' | 'max'; minDelta: number }
): boolean {
  if (reference === null) return true
  return better === 'min' ? value + minDelta < reference : value - minDelta > reference
}
