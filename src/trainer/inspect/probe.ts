/** Measures what a training costs, with training's own step on three real batches. */
import os from 'node:os'
import { UserError } from '@shared/contract/define'
import type { ImageShape } from '@shared/dataset'
import { fitInput } from '@shared/dataset'
import type { Experiment } from '@shared/experiment'
import { formatBytes } from '@shared/format'
import { losses } from '@shared/losses'
import { median } from '@shared/median'
import { estimateTrainingBytes } from '@shared/memory'
import { analyzeModel, findTrainingErrors, parseModel, type ModelGraph } from '@shared/model'
import type { ProbeResult } from '@shared/probe'
import { createAugment } from '../augmentation'
import { buildModel } from '../build-model'
import { getMemoryUsage } from '../memory-usage'
import { createObjective } from '../objective'
import { createOptimizer } from '../optimizers'
import { createChange, disposeBatch, type Batch } from '../resident-dataset'
import { evaluateBatch, takeStep, type Learner } from '../train-step'
import { tf } from '../tf'
import { walkLayers } from '../walk-layers'
import type { ShelvedDataset } from './dataset-shelf'
import { createPickedPictures } from './picked-pictures'
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
  const batches = takeBatches(dataset, experiment, { share, batchSize, graph, clock })
  try {
    const stepMs = measureSteps(learner, batches, clock)
    const evaluationMs = measureEvaluation(learner, batches)
    const forward = measureLayers(graph, learner, batches)
    const step = median(stepMs)
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
    batches.dispose()
    optimizer.dispose()
    network.dispose()
  }
}

function checkModel({ model, training }: Experiment, { card }: ShelvedDataset): ModelGraph {
  const graph = parseModel(model)
  const analysis = analyzeModel(graph)
  const { head } = losses[training.loss]
  const errors = findTrainingErrors(graph, analysis, { classCount: card.classNames.length, head })
  if (errors.length > 0) throw new UserError(errors.join(' '))
  const needed = estimateTrainingBytes(analysis, training.batchSize)
  if (needed > os.freemem()) {
    throw new UserError(
      `A batch of ${training.batchSize} needs about ${formatBytes(needed)}, ${formatBytes(os.freemem())} are free. Make the batch smaller.`
    )
  }
  return graph
}

interface ProbeBatches {
  /** Makes the batch of a step; the caller disposes it. */
  make(step: number): Batch
  dispose(): void
}

/** Real pictures for the warm-up and the measured batches; a small set is gone through again. */
export function takeBatches(
  dataset: ShelvedDataset,
  { augmentation = {}, training }: Experiment,
  {
    share,
    batchSize,
    graph,
    clock
  }: { share: TrainingShare; batchSize: number; graph: ModelGraph; clock: { step: number } }
): ProbeBatches {
  const fit = fitInput(
    dataset.card.imageShape,
    analyzeModel(graph).inputShape as unknown as ImageShape
  )
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const places = Array.from(
    { length: batchSize * BATCHES },
    (_, index) => share.members[index % share.members.length] as number
  )
  const augment = createAugment(augmentation, { seed: training.seed, clock })
  const change = createChange({ fit, augment, standardization: share.standardize(augmentation) })
  const pictures = createPickedPictures(dataset, { part: 'train', indices: places })
  return {
    make(step) {
      const first = (step % BATCHES) * batchSize
      const rows = Int32Array.from({ length: batchSize }, (_, row) => first + row)
      return pictures.makeBatch(change, rows)
    },
    dispose: () => pictures.dispose()
  }
}

/** Gathering and changing the pictures belongs to a step. */
function measureSteps(learner: Learner, batches: ProbeBatches, clock: { step: number }): number[] {
  const times: number[] = []
  for (let step = 0; step < WARM_UP_STEPS + BATCHES; step++) {
    clock.step = step
    const startedAt = performance.now()
    const batch = batches.make(step)
    takeStep(learner, batch).read()
    disposeBatch(batch)
    if (step >= WARM_UP_STEPS) times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)
}

function measureEvaluation(learner: Learner, batches: ProbeBatches): number {
  const times = [0, 1, 2].map((index) => {
    const startedAt = performance.now()
    const batch = batches.make(index)
    evaluateBatch(learner, batch)
    disposeBatch(batch)
    return performance.now() - startedAt
  })
  return median(times)
}

/** Forward alone, one layer after the other; the middle of a few passes. */
function measureLayers(
  graph: ModelGraph,
  { network }: Learner,
  batches: ProbeBatches
): { name: string; milliseconds: number }[] {
  const times = new Map<string, number[]>()
  const batch = batches.make(0)
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
    milliseconds: median(all)
  }))
}
