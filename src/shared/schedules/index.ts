/** The table of learning-rate schedules. To add one: its file, and its line here and in the schema. */
import { z } from 'zod'
import { cosineDecay, cosineDecaySchema } from './cosine-decay'
import { exponentialDecay, exponentialDecaySchema } from './exponential-decay'
import { oneCycle, oneCycleSchema } from './one-cycle'
import type { ScheduleClock, ScheduleDefinition } from './schedule'
import { stepDecay, stepDecaySchema } from './step-decay'

export const schedules = {
  step: stepDecay,
  exponential: exponentialDecay,
  cosine: cosineDecay,
  'one-cycle': oneCycle
} as const

export type ScheduleKind = keyof typeof schedules

export const scheduleSchema = z.discriminatedUnion('kind', [
  stepDecaySchema,
  exponentialDecaySchema,
  cosineDecaySchema,
  oneCycleSchema
])
export type ScheduleSettings = z.output<typeof scheduleSchema>

/** The learning rate of a step. */
export function computeLearningRate(
  settings: ScheduleSettings,
  base: number,
  clock: ScheduleClock
): number {
  const schedule = schedules[settings.kind] as unknown as ScheduleDefinition<ScheduleSettings>
  return schedule.computeLearningRate(settings, base, clock)
}
