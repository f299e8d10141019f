/** What a callback is: it hears the values of each epoch, keeps plain state, and decides. It never touches a tensor. */
import { z } from 'zod'
import type { SeriesName } from '../metrics'

/** What the loop carries out after an epoch. */
export type Decision =
  /** End the training after this epoch. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** Keep a copy of the weights as they are now, in place of an earlier copy. */
  | { readonly kind: 'keep-weights' }
  /** Put the kept copy back. */
  | { readonly kind: 'restore-weights'; readonly epoch: number }
  | { readonly kind: 'set-learning-rate'; readonly value: number; readonly reason: string }

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
  /** Plain JSON: a checkpoint holds it, so that a resumed run decides as an unbroken one. */
  createState(settings: Settings): State
  onEpochEnd(
    settings: Settings,
    state: State,
    logs: EpochLogs
  ): { readonly state: State; readonly decisions: readonly Decision[] }
  /** When training ends, for whatever reason but a failure. */
  onTrainEnd?(settings: Settings, state: State): readonly Decision[]
}

export function defineCallback<Settings, State>(
  definition: CallbackDefinition<Settings, State>
): CallbackDefinition<Settings, State> {
  return definition
}

/** Keras' names of what a callback watches. */
export const monitors = {
  loss: 'train/loss',
  accuracy: 'train/accuracy',
  val_loss: 'validation/loss',
  val_accuracy: 'validation/accuracy'
} as const satisfies Record<string, SeriesName>

export type Monitor = keyof typeof monitors
export const monitorSchema = z.enum(Object.keys(monitors) as [Monitor, ...Monitor[]])

export const modeSchema = z.enum(['auto', 'min', 'max']).default('auto')
export type Mode = z.infer<typeof modeSchema>

/** Which way is better: given, or by the name of the metric as in Keras. */
export function direction(mode: Mode, monitor: Monitor): 'min' | 'max' {
  if (mode !== 'auto') return mode
  return monitor.endsWith('accuracy') ? 'max' : 'min'
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
