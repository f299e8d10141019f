/** How fast, how long and how often a run trains: all that a person or a callback may change while it does. */
import type { Experiment } from '@shared/experiment'
import { computeLearningRate } from '@shared/schedules'

/** What may change, as plain data. */
export interface PlanSettings {
  epochs: number
  /** Steps between two looks at the sample pictures. */
  samplesEverySteps: number
  /** The learning rate that a schedule shapes; without a schedule, the learning rate. */
  baseLearningRate: number
}

export interface TrainingPlan extends PlanSettings {
  readonly stepsPerEpoch: number
  /** Training steps in all: fewer than the epochs hold when the run is cut short. */
  getTotalSteps(): number
  /** The rate of the step that follows `stepsDone` steps: the schedule's share of the base at this moment. */
  computeLearningRate(stepsDone: number): number
}

export function createTrainingPlan(
  { epochs, samplePredictions, optimizer, schedule }: Experiment['training'],
  { stepsPerEpoch, maxSteps }: { stepsPerEpoch: number; maxSteps: number | null }
): TrainingPlan {
  return {
    epochs,
    samplesEverySteps: samplePredictions.everySteps,
    baseLearningRate: optimizer.learningRate,
    stepsPerEpoch,
    getTotalSteps() {
      return Math.min(this.epochs * stepsPerEpoch, maxSteps ?? Infinity)
    },
    computeLearningRate(stepsDone) {
      if (!schedule) return this.baseLearningRate
      const clock = { step: stepsDone, stepsPerEpoch, totalSteps: this.getTotalSteps() }
      return computeLearningRate(schedule, this.baseLearningRate, clock)
    }
  }
}

/** 0.001 rather than 0.0010000000000000002. */
export function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(6)))
}
