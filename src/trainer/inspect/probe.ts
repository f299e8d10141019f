/** Measures what a training costs, with training's own step on three real batches. */
import os from 'node:os'
import { completeAugmentation } from '@shared/augmentation'
import { UserError } from '@shared/contract/define'
import type { ImageShape } from '@shared/dataset'
import { fitInput } from '@shared/dataset'
import type { Experiment } from '@shared/experiment'
import { formatBytes } from '@shared/format'
import { losses } from '@shared/losses'
import { estimateTrainingBytes } from '@shared/memory'
import {
  analyzeModel,
  findHeadErrors,
  findSecondInputs,
  parseModel,
  type ModelGraph
} from '@shared/model'
import { middleStepMs, type ProbeResult } from '@shared/probe'
import { createAugment } from '../augmentation'
import { buildModel } from '../build-model'
import { getMemoryUsage } from '../memory-usage'
import { createObjective } from '../objective'
import { createOptimizer } from '../optimizers'
import {
  createChange,
  createResidentPart,
  disposeBatch,
  uploadPictures,
  type ResidentPart
} from '../resident-dataset'
import { evaluateBatch, takeStep, type Learner } from '../train-step'
import { tf } from '../tf'
import { walkLayers } from '../walk-layers'
import type { ShelvedDataset } from './dataset-shelf'
import { pickPictures } from './pictures'
import { findTrainingShare, type TrainingShare } from './training-share'

const BATCHES = 3
/** The first steps of a kind prepare what the later ones use. */
const WARM_UP_STEPS = 2
const LAYER_PASSES = 3

/** @throws UserError when the model has errors, or does not fit into memory. */
export async function probeTraining(
  dataset: ShelvedDataset,
  experiment: Experiment
): Promise<ProbeResult> {
  const {
    training,
    dataset: { validation }
  } = experiment
  const graph = checkModel(experiment, dataset)
  const share = findTrainingShare(dataset, validation)
  const clock = { step: 0 }
  const network = await buildModel(graph, { seed: training.seed, loss: training.loss, clock })
  const optimizer = createOptimizer(training.optimizer, network.variables)
  const learner = { network, objective: createObjective(training), optimizer }
  const batchSize = Math.min(training.batchSize, share.members.length)
  const part = takeBatches(dataset, experiment, { share, batchSize, graph, clock })
  try {
    const stepMs = measureSteps(learner, part, batchSize, clock)
    const evaluationMs = measureEvaluation(learner, part, batchSize)
    const forward = measureLayers(graph, learner, part, batchSize)
    const step = middleStepMs({ stepMs })
    const sum = forward.reduce((all, { milliseconds }) => all + milliseconds, 0)
    const layers = forward.map(({ name, milliseconds }) => ({
      name,
      milliseconds: sum > 0 ? (milliseconds / sum) * step : 0
    }))
    const held = dataset.validation
      ? dataset.validation.labels.length
      : dataset.train.labels.length - share.members.length
    const countBatches = (pictures: number): number => Math.ceil(pictures / batchSize)
    const stepsPerEpoch = countBatches(share.members.length)
    const epochMs = stepsPerEpoch * step + countBatches(held) * evaluationMs
    const testMs = countBatches(dataset.test.labels.length) * evaluationMs
    return {
      batchSize,
      stepMs,
      evaluationMs,
      layers,
      peakBytes: getMemoryUsage().peakResidentBytes,
      stepsPerEpoch,
      epochMs,
      epochs: training.epochs,
      totalMs: training.epochs * epochMs + testMs,
      threads: os.cpus().length
    }
  } finally {
    part.dispose()
    optimizer.dispose()
    network.dispose()
  }
}

function checkModel({ model, training }: Experiment, { card }: ShelvedDataset): ModelGraph {
  const graph = parseModel(model)
  const analysis = analyzeModel(graph)
  const { head } = losses[training.loss]
  const errors = [
    ...analysis.errors,
    ...findSecondInputs(graph).values(),
    ...findHeadErrors(graph, analysis, { classCount: card.classNames.length, head })
  ]
  if (errors.length > 0) throw new UserError(errors.join(' '))
  const needed = estimateTrainingBytes(analysis, training.batchSize)
  if (needed > os.freemem()) {
    throw new UserError(
      `A batch of ${training.batchSize} needs about ${formatBytes(needed)}, ${formatBytes(os.freemem())} are free. Make the batch smaller.`
    )
  }
  return graph
}

/** Real pictures for the warm-up and the measured batches; a small set is gone through again. */
export function takeBatches(
  dataset: ShelvedDataset,
  { augmentation, training }: Experiment,
  {
    share,
    batchSize,
    graph,
    clock
  }: { share: TrainingShare; batchSize: number; graph: ModelGraph; clock: { step: number } }
): ResidentPart & { dispose(): void } {
  const fit = fitInput(
    dataset.card.imageShape,
    analyzeModel(graph).inputShape as unknown as ImageShape
  )
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const places = Array.from(
    { length: batchSize * BATCHES },
    (_, index) => share.members[index % share.members.length] as number
  )
  const { shape, images, labels } = pickPictures(dataset, { part: 'train', indices: places })
  const settings = completeAugmentation(augmentation)
  const augment = createAugment(settings, { seed: training.seed, clock })
  const standardization = share.standardize(settings)
  const bytes = uploadPictures(images, shape)
  return {
    ...createResidentPart(bytes, {
      labels: Int32Array.from(labels),
      members: Int32Array.from(places, (_, index) => index),
      change: createChange({ fit, augment, standardization })
    }),
    dispose: () => bytes.dispose()
  }
}

function rowsOf(batch: number, batchSize: number): Int32Array {
  return Int32Array.from({ length: batchSize }, (_, row) => (batch % BATCHES) * batchSize + row)
}

/** Gathering and changing the pictures belongs to a step. */
function measureSteps(
  learner: Learner,
  part: ResidentPart,
  batchSize: number,
  clock: { step: number }
): number[] {
  const times: number[] = []
  for (let step = 0; step < WARM_UP_STEPS + BATCHES; step++) {
    clock.step = step
    const startedAt = performance.now()
    const batch = part.gatherBatch(rowsOf(step, batchSize))
    takeStep(learner, batch).read()
    disposeBatch(batch)
    if (step >= WARM_UP_STEPS) times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)
}

function measureEvaluation(learner: Learner, part: ResidentPart, batchSize: number): number {
  const times = [0, 1, 2].map((index) => {
    const startedAt = performance.now()
    const batch = part.gatherBatch(rowsOf(index, batchSize))
    evaluateBatch(learner, batch)
    disposeBatch(batch)
    return performance.now() - startedAt
  })
  return times.sort((a, b) => a - b)[1] ?? 0
}

/** Forward alone, one layer after the other; the middle of a few passes. */
function measureLayers(
  graph: ModelGraph,
  { network }: Learner,
  part: ResidentPart,
  batchSize: number
): { name: string; milliseconds: number }[] {
  const times = new Map<string, number[]>()
  const batch = part.gatherBatch(rowsOf(0, batchSize))
  for (let pass = 0; pass < LAYER_PASSES; pass++) {
    walkLayers(
      {
        graph,
        model: network.model,
        images: batch.images,
        isTraining: false,
        settle: (output) =>
          void tf
            .slice(
              output,
              output.shape.map(() => 0),
              output.shape.map(() => 1)
            )
            .dataSync()
      },
      ({ name, milliseconds }) => times.set(name, [...(times.get(name) ?? []), milliseconds])
    )
  }
  disposeBatch(batch)
  return [...times].map(([name, all]) => ({
    name,
    milliseconds: all.sort((a, b) => a - b)[LAYER_PASSES >> 1] ?? 0
  }))
}
