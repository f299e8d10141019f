/** Makes all that training works with: the data in memory, the network, its optimizer. The caller disposes it. */
import { join } from 'node:path'
import { completeAugmentation } from '@shared/augmentation'
import type { StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { createAugment } from './augmentation'
import type { Standardization } from './augmentation/standardization'
import { buildModel, type Network } from './build-model'
import type { CheckedRun } from './check-run'
import { collectGarbage } from './collect-garbage'
import { findDataset } from './datasets'
import { createObjective } from './objective'
import { createOptimizer } from './optimizers'
import { createResidentDataset, type ResidentDataset } from './resident-dataset'
import {
  createSamplePredictor,
  takeSamples,
  type SamplePictures,
  type SamplePredictor
} from './sample-predictions'
import type { StepClock } from './step-clock'
import type { Learner } from './train-step'
import { answerMessages } from './turns'
import { writeFileAtomically } from './write-file-atomically'

export interface PreparedTraining {
  readonly data: ResidentDataset
  readonly network: Network
  readonly learner: Learner
  readonly samples: SamplePredictor
  dispose(): void
}

interface Preparation {
  checked: CheckedRun
  clock: StepClock
  signal: AbortSignal
  onProgress: (share: number) => void
}

type Request = Pick<StartRun, 'runId' | 'folder' | 'dataset' | 'cacheFolder'> & {
  experiment: Experiment
}

/** @throws LoadingStopped when `signal` is aborted while the data is read. */
export async function prepareTraining(
  request: Request,
  preparation: Preparation
): Promise<PreparedTraining> {
  const { checked, clock } = preparation
  const { runId, experiment } = request
  const { data, pictures } = await loadData(request, preparation)
  // The pictures are in TensorFlow's memory now; JavaScript's copies go before the training takes its own. One turn
  // later, because what has just been read or written is still held in this one.
  await answerMessages()
  collectGarbage()
  const { loss, seed, optimizer: settings } = experiment.training
  const network = await orElse(data.dispose, () => buildModel(checked.graph, { seed, loss, clock }))
  const optimizer = await orElse(
    () => {
      network.dispose()
      data.dispose()
    },
    () => createOptimizer(settings, network.variables)
  )
  const { card } = checked
  return {
    data,
    network,
    learner: { network, objective: createObjective(experiment.training), optimizer },
    samples: createSamplePredictor({ runId, network, part: data.test, pictures, card }),
    dispose() {
      optimizer.dispose()
      network.dispose()
      data.dispose()
    }
  }
}

/** What was made before must not stay in memory when the next thing cannot be made. */
async function orElse<T>(dispose: () => void, make: () => T | Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    dispose()
    throw error
  }
}

/** A function of its own: once it has returned, nothing holds the set as it was read. */
async function loadData(
  { folder, dataset, cacheFolder, experiment }: Request,
  { checked: { card, inputShape }, clock, signal, onProgress }: Preparation
): Promise<{ data: ResidentDataset; pictures: SamplePictures }> {
  const loaded = await (
    await findDataset(dataset)
  ).load({
    folder: dataset.folder,
    cacheFolder,
    signal,
    onProgress
  })
  const { validation } = experiment.dataset
  const { seed, samplePredictions } = experiment.training
  const data = createResidentDataset(loaded, {
    imageShape: card.imageShape,
    inputShape,
    validation,
    augmentation: completeAugmentation(experiment.augmentation),
    augment: createAugment(experiment.augmentation, { seed, clock })
  })
  return orElse(data.dispose, async () => {
    if (data.standardization) await writeStandardization(folder, data.standardization)
    return {
      data,
      pictures: takeSamples(loaded.test, { card, count: samplePredictions.count, seed })
    }
  })
}

/** Whoever shows the network other pictures must standardise them the same way. */
async function writeStandardization(folder: string, values: Standardization): Promise<void> {
  const text = `${JSON.stringify(values, null, 2)}\n`
  await writeFileAtomically(join(folder, 'standardization.json'), Buffer.from(text))
}
