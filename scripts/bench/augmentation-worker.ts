/** Trains an experiment's network on made-up pictures, with or without its augmentation, a burst of steps at a time. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ImageShape } from '../../src/shared/dataset'
import { parseExperimentText, type Experiment } from '../../src/shared/experiment'
import { parseModel } from '../../src/shared/model'
import { createRandomStream } from '../../src/shared/random'
import { createAugment } from '../../src/trainer/augmentation'
import { buildModel } from '../../src/trainer/build-model'
import { createObjective } from '../../src/trainer/objective'
import { createOptimizer } from '../../src/trainer/optimizers'
import {
  createResidentDataset,
  disposeBatch,
  type ResidentDataset
} from '../../src/trainer/resident-dataset'
import type { StepClock } from '../../src/trainer/step-clock'
import { tf } from '../../src/trainer/tf'
import { takeStep } from '../../src/trainer/train-step'

const PICTURES = 4096

async function main(path: string, mode: string): Promise<void> {
  const experiment = parseExperimentText(readFileSync(path, 'utf8'), path)
  const { training } = experiment
  const clock = { step: 0 }
  const network = await buildModel(parseModel(experiment.model), {
    seed: training.seed,
    loss: training.loss,
    clock
  })
  const learner = {
    network,
    objective: createObjective(training),
    optimizer: createOptimizer(training.optimizer, network.variables)
  }
  const imageShape = network.inputShape as unknown as ImageShape
  const data = createData(experiment, { imageShape, clock, isAugmented: mode === 'augmented' })
  const step = (): void => {
    clock.step++
    const first = (clock.step * training.batchSize) % (PICTURES - training.batchSize)
    const indices = Int32Array.from({ length: training.batchSize }, (_, index) => first + index)
    const batch = data.train.gatherBatch(indices)
    takeStep(learner, batch)
    disposeBatch(batch)
  }
  step()
  answer({ versions: { tfjs: tf.version['tfjs-core'] } })
  for await (const line of createInterface({ input: process.stdin })) {
    const wallMs: number[] = []
    const cpu = process.cpuUsage()
    for (let done = 0; done < Number(line); done++) {
      const start = performance.now()
      step()
      wallMs.push(performance.now() - start)
    }
    const { user, system } = process.cpuUsage(cpu)
    answer({ wallMs, cpuMs: (user + system) / 1000 })
  }
}

function createData(
  { augmentation, training: { seed } }: Experiment,
  {
    imageShape,
    clock,
    isAugmented
  }: { imageShape: ImageShape; clock: StepClock; isAugmented: boolean }
): ResidentDataset {
  const stream = createRandomStream(seed, 'bench')
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const part = (count: number) => ({
    images: Uint8Array.from({ length: count * pixels }, () => stream.nextBelow(256)),
    labels: Int32Array.from({ length: count }, () => stream.nextBelow(10))
  })
  return createResidentDataset(
    { train: part(PICTURES), test: part(1) },
    {
      imageShape,
      inputShape: imageShape,
      validation: { kind: 'none' },
      augment: isAugmented ? createAugment(augmentation, { seed, clock }) : null
    }
  )
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

void main(process.argv[2] ?? '', process.argv[3] ?? '')
