/** Where a run begins: from scratch, from its own checkpoint, or from another run's. */
import { join } from 'node:path'
import type { z } from 'zod'
import { describeDifferences, findContinuationError, hasSameBatches } from '@shared/continuation'
import { UserError } from '@shared/contract/define'
import type { RuntimeInfo, startRunSchema } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { parseModel } from '@shared/model'
import type { Network } from './build-model'
import type { Checkpoint, CheckpointHeader } from './checkpoint/checkpoint'
import { findCheckpoint } from './checkpoint/find-checkpoint'
import { assignTensors, findKeptWeights, inheritTensors } from './checkpoint/tensors'
import type { CallbackMemory } from './epoch-callbacks'
import { readInitialWeights } from './model-files/initial-weights'
import type { RunEventLog } from './run-event-log'
import type { TrainingPosition } from './train'
import type { Learner } from './train-step'
import { FROM_SCRATCH, type PlanOrigin, type PlanSettings } from './training-plan'
import { NOTHING_SUMMED } from './weighted-means'

export interface StartingPoint {
  /** Training steps done, those of the runs before it included. */
  readonly step: number
  readonly epochsDone: number
  readonly position: TrainingPosition
  /** Where this run began, which is not where it goes on. */
  readonly origin: PlanOrigin
  /** What was changed while it trained. */
  readonly plan: Partial<PlanSettings>
  readonly elapsedMs: number
  /** Where the files of a run that goes on are cut; absent for a run that is new. */
  readonly files?: Pick<CheckpointHeader, 'metrics' | 'eventBytes'>
  /** What a person should know, as sentences. */
  readonly notes: readonly string[]
  /** Puts weights, optimizer and callbacks there. @returns what the callbacks remember; undefined for nothing. */
  restore(learner: Learner, events: Pick<RunEventLog, 'record'>): CallbackMemory | undefined
}

type Request = z.output<typeof startRunSchema>
type Runtime = Pick<RuntimeInfo, 'tensorflowVersion' | 'isOneDnnEnabled'>

/** @throws UserError when there is no checkpoint to go on from, or it does not fit. */
export function findStartingPoint(
  request: Request,
  runtime: Runtime,
  data: CheckpointHeader['data']
): StartingPoint {
  if (request.resume) return findOwnPlace(request, runtime, data)
  if (request.continueFrom) {
    return findPlaceInOther(request, { parent: request.continueFrom, runtime, data })
  }
  return beginFromScratch(request)
}

/** With random weights, or those that the experiment names. */
function beginFromScratch({ experiment, weightsFolder }: Request): StartingPoint {
  const { initialWeights } = experiment
  const given =
    initialWeights && weightsFolder !== null
      ? readInitialWeights(join(weightsFolder, initialWeights.file))
      : null
  return {
    step: 0,
    epochsDone: 0,
    position: { epoch: 1, batch: 0, sums: NOTHING_SUMMED, stage: 'epochs' },
    origin: FROM_SCRATCH,
    plan: {},
    elapsedMs: 0,
    notes: given ? [`Begins with the weights of ${given.header.source}.`] : [],
    restore({ network, optimizer }) {
      if (given) inheritTensors(network, optimizer, given.tensors)
      return undefined
    }
  }
}

/** The run itself, as if it had never been interrupted. */
function findOwnPlace(
  { folder, runId, experiment }: Request,
  runtime: Runtime,
  data: CheckpointHeader['data']
): StartingPoint {
  const { checkpoint, notes } = findCheckpoint({ folder, runId }, runtime)
  const { header, tensors } = checkpoint
  refuseOther(header, experiment)
  refuseOtherData(header, data)
  const { step, epochsDone, position, origin, plan, elapsedMs, metrics, eventBytes } = header
  return {
    step,
    epochsDone,
    position,
    origin,
    plan,
    elapsedMs,
    files: { metrics, eventBytes },
    notes,
    restore({ network, optimizer }, events) {
      assignTensors(network, optimizer, tensors)
      optimizer.iterations = header.iterations
      events.record('resumed', `Continued from the checkpoint after step ${step}.`)
      return remember(checkpoint, network)
    }
  }
}

function hasSameData(before: CheckpointHeader['data'], now: CheckpointHeader['data']): boolean {
  return before.trainCount === now.trainCount && before.validationCount === now.validationCount
}

/** Other pictures under the same name would put those kept for validation into training. */
function refuseOtherData({ data }: CheckpointHeader, now: CheckpointHeader['data']): void {
  if (hasSameData(data, now)) return
  throw new UserError(
    `The run cannot be continued: its data set had ${data.trainCount} pictures to train and ${data.validationCount} to validate with, and has ${now.trainCount} and ${now.validationCount} now. Train it again from scratch.`
  )
}

function refuseOther(header: CheckpointHeader, { training }: Experiment): void {
  const isSame =
    header.seed === training.seed && header.callbackStates.length === training.callbacks.length
  if (isSame) return
  throw new UserError(
    `The run cannot be continued: its checkpoint was written by another experiment (seed ${header.seed}, ${header.callbackStates.length} callbacks).`
  )
}

/** A new run that takes over where another one is. */
function findPlaceInOther(
  { experiment }: Request,
  {
    parent,
    runtime,
    data
  }: {
    parent: NonNullable<Request['continueFrom']>
    runtime: Runtime
    data: CheckpointHeader['data']
  }
): StartingPoint {
  const reason = findContinuationError(parent.experiment, experiment)
  if (reason !== null) throw new UserError(reason)
  const { checkpoint, notes } = findCheckpoint(parent, runtime)
  const { header, tensors } = checkpoint
  const isSameData = hasSameData(header.data, data) && hasSameBatches(parent.experiment, experiment)
  const position = findPosition(header, {
    parent: parent.experiment,
    child: experiment,
    isSameData
  })
  refuseNothingLeft(position, experiment)
  const { step } = header
  const { kind } = experiment.training.optimizer
  const isUnderWay = header.position.stage === 'epochs'
  return {
    step,
    epochsDone: position.epoch - 1,
    position,
    origin: { step, epoch: position.epoch, batch: position.batch },
    plan: parent.keepsLearningRate ? { baseLearningRate: header.plan.baseLearningRate } : {},
    elapsedMs: 0,
    notes,
    restore({ network, optimizer }, events) {
      // What Adam remembers means nothing to SGD.
      const isSameOptimizer = header.optimizer === kind
      const fitting = tensors.filter(({ name }) => isSameOptimizer || name.startsWith('weight/'))
      const isInherited = inheritTensors(network, optimizer, fitting) && isSameOptimizer
      if (isInherited) optimizer.iterations = header.iterations
      // As Keras' fit: training that was over begins anew for its callbacks. What was best by another measure is not.
      const remembers = isUnderWay && hasSameVerdicts(parent.experiment, experiment)
      const hasCallbacks = experiment.training.callbacks.length > 0
      const beginnings = [
        ...(isInherited ? [] : ['The optimizer begins without memory.']),
        ...(header.position.batch > position.batch ? ['The epoch at work begins anew.'] : []),
        ...(hasCallbacks && !remembers ? ['The callbacks begin anew.'] : [])
      ]
      events.record('continued', describeContinuation(parent, experiment, { step, beginnings }))
      return remembers ? remember(checkpoint, network) : undefined
    }
  }
}

/** In the middle of an epoch only where the batches are the same; otherwise that epoch begins anew. */
function findPosition(
  { position }: CheckpointHeader,
  { parent, child, isSameData }: { parent: Experiment; child: Experiment; isSameData: boolean }
): TrainingPosition {
  const { epoch, batch, sums, stage } = position
  const isInside = stage === 'epochs' && batch > 0 && isSameData
  if (!isInside) return { epoch, batch: 0, sums: NOTHING_SUMMED, stage: 'epochs' }
  // The mean of an epoch is not one of two different losses.
  const isSameMeasure = describeMeasure(parent) === describeMeasure(child)
  return { epoch, batch, sums: isSameMeasure ? sums : NOTHING_SUMMED, stage: 'epochs' }
}

/** What the values of an epoch depend on, beside the weights. */
function describeMeasure({ dataset, model, training }: Experiment): string {
  const { loss, labelSmoothing, classWeights, metrics } = training
  const penalties = parseModel(model).layers.map(({ params }) =>
    Object.entries(params).filter(([name]) => name.endsWith('Regularizer'))
  )
  return JSON.stringify([dataset, loss, labelSmoothing, classWeights, metrics, penalties])
}

/** Whether the callbacks are asked the same about the same, so that what they remember still means something. */
function hasSameVerdicts(parent: Experiment, child: Experiment): boolean {
  const describe = (one: Experiment) =>
    JSON.stringify(one.training.callbacks) + describeMeasure(one)
  return describe(parent) === describe(child)
}

function refuseNothingLeft(
  { epoch }: TrainingPosition,
  { training: { epochs } }: Experiment
): void {
  if (epoch <= epochs) return
  throw new UserError(
    `The epochs asked for (${epochs}) are all done. Ask for at least ${epoch} to go on.`
  )
}

function describeContinuation(
  { name, experiment: before }: NonNullable<Request['continueFrom']>,
  experiment: Experiment,
  { step, beginnings }: { step: number; beginnings: readonly string[] }
): string {
  const differences = describeDifferences(before, experiment)
  const what = differences.length > 0 ? ` with ${differences.join(', ')}` : ''
  return [`Continued from "${name}" after step ${step}${what}.`, ...beginnings].join(' ')
}

function remember({ header, tensors }: Checkpoint, network: Network): CallbackMemory {
  const states = header.callbackStates
  return { states, kept: findKeptWeights(network, tensors, states.length) }
}
