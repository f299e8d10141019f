/** Asks an experiment's callbacks after each epoch and carries out what they decide. */
import { assertNever } from '@shared/assert-never'
import { callbackOf, type CallbackSettings } from '@shared/callbacks'
import type { Decision, WeightFile } from '@shared/callbacks/callback'
import type { WeightFiles } from './checkpoint/weight-files'
import type { MetricRow } from './metric-recorder'
import type { RunEventLog } from './run-event-log'
import type { StepClock } from './step-clock'
import { formatRate, type TrainingPlan } from './training-plan'
import { assignWeights, copyWeights, type WeightCopy } from './weights'
import type { Network } from './build-model'

/** All that callbacks remember between two epochs; a checkpoint holds it. */
export interface CallbackMemory {
  /** Plain JSON, in the order of the callbacks. */
  readonly states: readonly unknown[]
  /** The weights that a callback asked to keep; null where it has kept none. */
  readonly kept: readonly (readonly WeightCopy[] | null)[]
}

export interface EpochCallbacks {
  /** Call after the epoch's values are known. `epoch` is from 1. @returns whether the training should end. */
  endEpoch(epoch: number, values: MetricRow['values']): boolean
  /** Call when no epoch follows: the kept weights are put back where that was asked for. */
  endTraining(): void
  /** The epoch, from 1, whose weights are put back when training ends; null where the last ones stay. */
  getRestoredEpoch(): number | null
  getMemory(): CallbackMemory
}

export function createEpochCallbacks({
  settings,
  network,
  plan,
  events,
  clock,
  weightFiles,
  memory
}: {
  settings: readonly CallbackSettings[]
  network: Network
  plan: TrainingPlan
  events: Pick<RunEventLog, 'record'>
  clock: StepClock
  weightFiles: WeightFiles
  /** Where a resumed run left off. @default as before the first epoch */
  memory?: CallbackMemory | undefined
}): EpochCallbacks {
  const states = memory
    ? memory.states.map(adoptFile)
    : settings.map((one) => callbackOf(one).createState(one))
  const kept = memory ? [...memory.kept] : settings.map((): readonly WeightCopy[] | null => null)
  let isOver = false
  let endedEpoch = 0

  /** What a callback remembers, made to fit the file that it writes. */
  function adoptFile(state: unknown, index: number): unknown {
    const one = settings[index] as CallbackSettings
    const definition = callbackOf(one)
    const file = definition.writes?.(one)
    if (file === undefined || !definition.adoptFile) return state
    const found = weightFiles.find(file)
    return definition.adoptFile(one, state, found && { ...found, epoch: found.epoch - 1 })
  }

  function saveWeights(
    { file, monitor, value }: Extract<Decision, { kind: 'save-weights' }>,
    index: number
  ): void {
    const isSaved = weightFiles.save(file, { epoch: endedEpoch, step: clock.step, monitor, value })
    if (!isSaved) states[index] = adoptFile(states[index], index)
  }

  function reportWeights(file: WeightFile): void {
    const found = weightFiles.find(file)
    if (!found) return
    const value = found.value === null ? '' : ` (${found.monitor} ${found.value.toPrecision(4)})`
    const text = `The weights of epoch ${found.epoch}, the ${file}${value}, are in checkpoints/${file}.bin.`
    events.record('kept-weights', text)
  }

  function carryOut(decision: Decision, index: number): void {
    switch (decision.kind) {
      case 'stop':
        isOver = true
        return events.record('early-stop', `Stopped early: ${decision.reason}`)
      case 'keep-weights':
        kept[index] = copyWeights(network)
        return
      case 'restore-weights': {
        const weights = kept[index]
        if (!weights) return
        assignWeights(network, weights)
        const text = `The weights of epoch ${decision.epoch + 1}, the best, were put back.`
        return events.record('restored-weights', text)
      }
      case 'save-weights':
        return saveWeights(decision, index)
      case 'report-weights':
        return reportWeights(decision.file)
      case 'set-learning-rate': {
        const [from, to] = [plan.baseLearningRate, decision.value].map(formatRate)
        const text = `Learning rate ${from} → ${to}: ${decision.reason}.`
        plan.baseLearningRate = decision.value
        return events.record('learning-rate', text, decision.value)
      }
      default:
        return assertNever(decision)
    }
  }

  return {
    endEpoch(epoch, values) {
      endedEpoch = epoch
      settings.forEach((one, index) => {
        const logs = { epoch: epoch - 1, values, learningRate: plan.baseLearningRate }
        const { state, decisions } = callbackOf(one).onEpochEnd(one, states[index], logs)
        states[index] = state
        for (const decision of decisions) carryOut(decision, index)
      })
      return isOver
    },
    endTraining() {
      decideEnd(settings, states).forEach(([decision, index]) => carryOut(decision, index))
    },
    getRestoredEpoch: () => findRestoredEpoch(settings, { states, kept }),
    getMemory: () => ({ states: [...states], kept: [...kept] })
  }
}

/** The epoch, from 1, whose weights are there once training has ended; null where the last ones stay. */
export function findRestoredEpoch(
  settings: readonly CallbackSettings[],
  { states, kept }: CallbackMemory
): number | null {
  const epochs = decideEnd(settings, states).flatMap(([decision, index]) =>
    decision.kind === 'restore-weights' && kept[index] ? decision.epoch + 1 : []
  )
  return epochs.at(-1) ?? null
}

function decideEnd(
  settings: readonly CallbackSettings[],
  states: readonly unknown[]
): (readonly [Decision, index: number])[] {
  return settings.flatMap((one, index) => {
    const decisions = callbackOf(one).onTrainEnd?.(one, states[index]) ?? []
    return decisions.map((decision) => [decision, index] as const)
  })
}
