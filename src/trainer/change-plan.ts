/** Changes a run's plan by hand while it trains, and records each change. */
import type { z } from 'zod'
import { UserError } from '@shared/contract/define'
import type { changeRunSchema } from '@shared/contract/trainer'
import type { RunEventLog } from './run-event-log'
import { formatRate, type TrainingPlan } from './training-plan'

/** What may be changed; what is left out stays. */
export type RunChanges = Omit<z.output<typeof changeRunSchema>, 'runId'>

/** Carries out what a person asked for, all of it or nothing; each change becomes an event. */
export function changePlan(
  plan: TrainingPlan,
  { learningRate, epochs, samplesEverySteps }: RunChanges,
  { epochAtWork, record }: { epochAtWork: number; record: RunEventLog['record'] }
): void {
  if (epochs !== undefined && epochs < epochAtWork) {
    throw new UserError(
      `Epoch ${epochAtWork} is already at work: ask for at least ${epochAtWork} epochs, or stop the run.`
    )
  }
  if (learningRate !== undefined && learningRate !== plan.baseLearningRate) {
    const [from, to] = [plan.baseLearningRate, learningRate].map(formatRate)
    plan.baseLearningRate = learningRate
    record('learning-rate', `Learning rate ${from} → ${to}, set by hand.`, learningRate)
  }
  if (epochs !== undefined && epochs !== plan.epochs) {
    record('epochs', `Epochs ${plan.epochs} → ${epochs}, set by hand.`, epochs)
    plan.epochs = epochs
  }
  if (samplesEverySteps !== undefined && samplesEverySteps !== plan.samplesEverySteps) {
    const text = `Sample predictions every ${samplesEverySteps} steps instead of ${plan.samplesEverySteps}, set by hand.`
    plan.samplesEverySteps = samplesEverySteps
    record('sample-interval', text, samplesEverySteps)
  }
}
