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
  /** Most steps of this run itself; null for all epochs. */
  maxSteps: number | null
}

/** Where a run begins: a run that goes on from another one counts that one's steps and epochs, too. */
export interface PlanOrigin {
  /** Steps done before it. */
  readonly step: number
  /** Its first epoch, from 1, and the batches of it that were done before. */
  readonly epoch: number
  readonly batch: number
}

export const FROM_SCRATCH: PlanOrigin = { step: 0, epoch: 1, batch: 0 }

export interface TrainingPlan extends PlanSettings {
  readonly stepsPerEpoch: number
  readonly origin: PlanOrigin
  /** Training steps in all, those before it included: fewer than the epochs hold when the run is cut short. */
  getTotalSteps(): number
  /** The rate of the step that follows `stepsDone` steps: the schedule's share of the base at this moment. */
  computeLearningRate(stepsDone: number): number
}

export function createTrainingPlan(
  { epochs, samplePredictions, optimizer, schedule }: Experiment['training'],
  {
    stepsPerEpoch,
    maxSteps,
    origin = FROM_SCRATCH
  }: {
    stepsPerEpoch: number
    maxSteps: number | null
    origin?: PlanOrigin
  }
): TrainingPlan {
  return {
    epochs,
    samplesEverySteps: samplePredictions.everySteps,
    baseLearningRate: optimizer.learningRate,
    maxSteps,
    stepsPerEpoch,
    origin,
    getTotalSteps() {
      const steps = (this.epochs - origin.epoch + 1) * stepsPerEpoch - origin.batch
      return origin.step + Math.max(0, Math.min(steps, this.maxSteps ?? Infinity))
    },
    computeLearningRate(stepsDone) {
      if (!schedule) return this.baseLearningRate
      const stepsOfOwn = stepsDone - origin.step + origin.batch
      const clock = {
        step: stepsDone,
        epoch: origin.epoch - 1 + Math.floor(stepsOfOwn / stepsPerEpoch),
        totalSteps: this.getTotalSteps()
      }
      return computeLearningRate(schedule, this.baseLearningRate, clock)
    }
  }
}

type Epochs = Pick<TrainingPlan, 'origin' | 'stepsPerEpoch'>

/** Whole epochs that `step` steps are, those before the run included. */
export function countWholeEpochs({ origin, stepsPerEpoch }: Epochs, step: number): number {
  return origin.epoch - 1 + Math.floor((step - origin.step + origin.batch) / stepsPerEpoch)
}

/** Steps done when `epoch`, from 1, is over. */
export function findStepAfter({ origin, stepsPerEpoch }: Epochs, epoch: number): number {
  return origin.step - origin.batch + (epoch - origin.epoch + 1) * stepsPerEpoch
}

/** 0.001 rather than 0.0010000000000000002. */
export function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(6)))
}
