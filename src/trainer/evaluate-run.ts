/** Stores evaluations of a run that has ended without them, from the weights of its newest checkpoint. */
import { UserError } from '@shared/contract/define'
import type { EvaluateRun } from '@shared/contract/trainer'
import type { CheckedRun } from './check-run'
import type { CheckpointHeader } from './checkpoint/checkpoint'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint/checkpoint-folder'
import { findKeptWeights, findWeights } from './checkpoint/tensors'
import { readRunWeights } from './checkpoint/weight-files'
import { findRestoredEpoch } from './epoch-callbacks'
import { evaluatePart } from './evaluate-part'
import { prepareTraining, type PreparedTraining } from './prepare-training'
import type { ProgressMeter } from './progress-meter'
import type { ResidentPart } from './resident-dataset'
import { createRunEvaluations } from './run-evaluations'
import { countWholeEpochs, findStepAfter } from './training-plan'
import { answerMessages } from './turns'
import { assignWeights, type WeightCopy } from './weights'

/** Nobody watches a run that has ended. */
const silentProgress: ProgressMeter = { beginPhase() {}, didStep() {}, didLoad() {} }

/** @throws UserError when there is no checkpoint, the data are others now, or the disk takes nothing. */
export async function evaluateRun(request: EvaluateRun, checked: CheckedRun): Promise<void> {
  const { header, tensors } = findLastWeights(request, checked)
  const prepared = await prepareTraining(request, {
    checked,
    clock: { step: header.step },
    signal: new AbortController().signal,
    onProgress: () => undefined
  })
  try {
    assignWeights(prepared.network, findWeights(prepared.network, tensors))
    await storeEvaluations(prepared, { request, checked, header, tensors })
  } finally {
    prepared.dispose()
  }
}

function findLastWeights(
  { folder, runId }: EvaluateRun,
  { trainCount, validationCount }: CheckedRun
): { header: CheckpointHeader; tensors: readonly WeightCopy[] } {
  const { checkpoint } = readNewestCheckpoint(checkpointFolderOf(folder))
  if (checkpoint?.header.runId !== runId) {
    throw new UserError(
      'The run has no whole checkpoint to compute an evaluation from. Train it again to have one.'
    )
  }
  const { data } = checkpoint.header
  if (data.trainCount !== trainCount || data.validationCount !== validationCount) {
    throw new UserError(
      `The run cannot be evaluated: its data set had ${data.trainCount} pictures to train and ${data.validationCount} to validate with, and has ${trainCount} and ${validationCount} now.`
    )
  }
  return checkpoint
}

async function storeEvaluations(
  { network, data, learner }: PreparedTraining,
  {
    request,
    checked,
    header,
    tensors
  }: {
    request: EvaluateRun
    checked: CheckedRun
    header: CheckpointHeader
    tensors: readonly WeightCopy[]
  }
): Promise<void> {
  const { runId, folder, dataset, experiment } = request
  const { training } = experiment
  const { origin, position, step } = header
  const epochs = { origin, stepsPerEpoch: Math.ceil(checked.trainCount / training.batchSize) }
  const problems: string[] = []
  const evaluations = createRunEvaluations({
    folder,
    datasetId: dataset.id,
    classNames: checked.card.classNames,
    loss: training.loss,
    network,
    data,
    getStep: () => step,
    getEndStep() {
      // Before its end, a run has the weights of its last step.
      if (position.stage !== 'test') return step
      const { callbacks } = training
      const epoch = findRestoredEpoch(callbacks, {
        states: header.callbackStates,
        kept: findKeptWeights(network, tensors, callbacks.length)
      })
      return epoch === null ? step : Math.min(step, findStepAfter(epochs, epoch))
    },
    countEpochs: (steps) => countWholeEpochs(epochs, steps),
    findBest: () => readRunWeights('best', { folder: checkpointFolderOf(folder), runId, network }),
    onProblem: (reason) => problems.push(reason)
  })
  await evaluations.complete(async (name) => {
    const pass = {
      phase: name === 'test' ? 'testing' : 'validating',
      async takeTurn() {
        await answerMessages()
        return true
      },
      onLogits: evaluations.listen(name)
    } as const
    await evaluatePart(
      { learner, training, progress: silentProgress, position },
      data[name] as ResidentPart,
      pass
    )
    return true
  })
  if (problems[0] !== undefined) {
    throw new UserError(`The evaluation cannot be stored in ${folder}: ${problems[0]}.`)
  }
}
