/** What a learning-rate schedule is: a pure function of the step, so that a resumed run needs nothing but its number. */
import type { z } from 'zod'

export interface ScheduleClock {
  /** Training steps done before the one that is about to be taken, from 0. */
  readonly step: number
  /** Whole epochs done before it. An epoch may have other steps than those of the run it goes on from. */
  readonly epoch: number
  /** Steps of the whole run. */
  readonly totalSteps: number
}

/** To add a schedule: one file with this, and its line in the table. */
export interface ScheduleDefinition<Settings> {
  readonly label: string
  readonly help: string
  readonly link: string
  readonly schema: z.ZodType<Settings>
  /** The learning rate of the step, from the optimizer's own. */
  computeLearningRate(settings: Settings, base: number, clock: ScheduleClock): number
}

export function defineSchedule<Settings>(
  definition: ScheduleDefinition<Settings>
): ScheduleDefinition<Settings> {
  return definition
}
