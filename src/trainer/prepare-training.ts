/** Makes all that training works with: the data in memory, the network, its optimizer. The caller disposes it. */
import type { StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { buildModel, type Network } from './build-model'
import type { CheckedRun } from './check-run'
import { findDataset } from './datasets'
import { createObjective } from './objective'
import { createOptimizer } from './optimizers'
import { createResidentDataset, type ResidentDataset } from './resident-dataset'
import { createSamplePredictor, type SamplePredictor } from './sample-predictions'
import type { StepClock } from './step-clock'
import type { Learner } from './train-step'

export interface PreparedTraining {
  readonly data: ResidentDataset
  readonly network: Network
  readonly learner: Learner
  readonly samples: SamplePredictor
  dispose(): void
}

/** @throws LoadingStopped when `signal` is aborted while the data is read. */
export async function prepareTraining(
  request: Pick<StartRun, 'runId' | 'dataset' | 'cacheFolder'> & { experiment: Experiment },
  {
    checked: { card, graph, inputShape },
    clock,
    signal,
    onProgress
  }: {
    checked: CheckedRun
    clock: StepClock
    signal: AbortSignal
    onProgress: (share: number) => void
  }
): Promise<PreparedTraining> {
  const { runId, dataset, cacheFolder, experiment } = request
  const definition = await findDataset(dataset)
  const loaded = await definition.load({
    folder: dataset.folder,
    cacheFolder,
    signal,
    onProgress
  })
  const { validation } = experiment.dataset
  const { loss, seed, optimizer: settings, samplePredictions } = experiment.training
  const data = createResidentDataset(loaded, {
    imageShape: card.imageShape,
    inputShape,
    validation
  })
  const network = await buildModel(graph, { seed, loss, clock })
  const optimizer = createOptimizer(settings, network.variables)
  const samples = createSamplePredictor({
    runId,
    network,
    part: data.test,
    pictures: loaded.test,
    card,
    count: samplePredictions.count,
    seed
  })
  return {
    data,
    network,
    learner: { network, objective: createObjective(experiment.training), optimizer },
    samples,
    dispose() {
      optimizer.dispose()
      network.dispose()
      data.dispose()
    }
  }
}
