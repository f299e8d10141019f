/** Finds what is wrong with a run before anything is started, so that it can be refused with a sentence. */
import { callbackOf } from '@shared/callbacks'
import { monitors } from '@shared/callbacks/callback'
import { UserError } from '@shared/contract/define'
import type { StartRun } from '@shared/contract/trainer'
import { fitInput, type DatasetCard, type ImageShape } from '@shared/dataset'
import { findClassWeightError, type Experiment } from '@shared/experiment'
import { losses } from '@shared/losses'
import { metrics } from '@shared/metrics'
import { analyzeModel, findTrainingErrors, parseModel, type ModelGraph } from '@shared/model'
import { formatShape } from '@shared/layers/layer'
import { findDataset } from './datasets'
import { countParts } from './validation-split'

export interface CheckedRun {
  readonly graph: ModelGraph
  readonly card: DatasetCard
  readonly inputShape: ImageShape
  /** What the user should know of the run, as sentences. */
  readonly notes: readonly string[]
  readonly trainCount: number
  readonly validationCount: number
}

/** @throws UserError that names what cannot be trained, and what to do about it. */
export async function checkRun({
  experiment,
  dataset
}: {
  experiment: Experiment
  dataset: StartRun['dataset']
}): Promise<CheckedRun> {
  const definition = await findDataset(dataset)
  const { card } = definition
  const { graph, inputShape } = checkModel(experiment, card)
  const notes = [...describeOtherDataset(experiment, card), ...checkFit(card, inputShape)]
  const { trainCount, validationCount } = countParts(card, experiment.dataset.validation)
  checkMonitors(experiment, { hasValidation: validationCount > 0 })
  checkWeightFiles(experiment)
  const status = await definition.getStatus(dataset.folder)
  if (!status.isReady) throw new UserError(status.message)
  return { graph, card, inputShape, notes, trainCount, validationCount }
}

function checkModel(
  experiment: Experiment,
  card: DatasetCard
): { graph: ModelGraph; inputShape: ImageShape } {
  const graph = parseModel(experiment.model)
  const analysis = analyzeModel(graph)
  const { head } = losses[experiment.training.loss]
  const classCount = card.classNames.length
  const errors = findTrainingErrors(graph, analysis, { classCount, head })
  const weightError = findClassWeightError(experiment, classCount)
  if (weightError !== null) errors.push(weightError)
  if (errors.length > 0) throw new UserError(errors.join(' '))
  if (analysis.trainableParameters === 0) {
    throw new UserError(
      'The model has nothing to train: each of its layers is frozen (trainable: false) or has no weights. Set trainable to true in one that has weights.'
    )
  }
  if (analysis.inputShape.length !== 3) {
    throw new UserError(
      `The model's input is ${formatShape(analysis.inputShape)}, expected [height, width, channels] of a picture.`
    )
  }
  return { graph, inputShape: analysis.inputShape as unknown as ImageShape }
}

/** A callback that watches what is never computed would never decide anything. */
function checkMonitors(
  { training }: Experiment,
  { hasValidation }: { hasValidation: boolean }
): void {
  for (const callback of training.callbacks) {
    const definition = callbackOf(callback)
    if (definition.needsMonitor?.(callback) === false) continue
    const { label } = definition
    const { monitor } = callback
    const { part, metric } = monitors[monitor]
    if (part === 'validation' && !hasValidation) {
      throw new UserError(
        `${label} watches ${monitor}, but no pictures are set aside for validation. Add a validation split, or watch ${metrics[metric].kerasName}.`
      )
    }
    if (metric !== 'loss' && !training.metrics.includes(metric)) {
      throw new UserError(
        `${label} watches ${monitor}, but ${metric} is not among the metrics of the experiment. Add it there, or watch the loss.`
      )
    }
  }
}

/** Two callbacks that write one file would undo each other's work. */
function checkWeightFiles({ training }: Experiment): void {
  const files = training.callbacks.flatMap((one) => callbackOf(one).writes?.(one) ?? [])
  const twice = files.find((file, index) => files.indexOf(file) < index)
  if (twice === undefined) return
  throw new UserError(
    `Two model checkpoints would write checkpoints/${twice}.bin. Keep one of them, or change saveBestOnly of one.`
  )
}

function checkFit(card: DatasetCard, inputShape: ImageShape): string[] {
  const fit = fitInput(card.imageShape, inputShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  return fit.kind === 'adapted' ? [fit.note] : []
}

function describeOtherDataset(experiment: Experiment, card: DatasetCard): string[] {
  return experiment.dataset.id === card.id
    ? []
    : [`The experiment is written for '${experiment.dataset.id}'; this run uses ${card.label}.`]
}
