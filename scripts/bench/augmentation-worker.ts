/** Trains an experiment's network on made-up pictures, in turn with and without its augmentation, a burst of steps at a time. */
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

async function main(path: string): Promise<void> {
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
  // Both in one process: two processes differ by more than what is measured.
  const plain = createData(experiment, { imageShape, clock, isAugmented: false })
  const augmented = createData(experiment, { imageShape, clock, isAugmented: true })
  const step = (data: ResidentDataset): void => {
    clock.step++
    const first = (clock.step * training.batchSize) % (PICTURES - training.batchSize)
    const indices = Int32Array.from({ length: training.batchSize }, (_, index) => first + index)
    const batch = data.train.gatherBatch(indices)
    takeStep(learner, batch).read()
    disposeBatch(batch)
  }
  step(plain)
  answer({ versions: { tfjs: tf.version['tfjs-core'] } })
  let isPlainFirst = true
  for await (const line of createInterface({ input: process.stdin })) {
    const bursts = new Map<ResidentDataset, Burst>()
    // Who goes first alternates, so that a drift of the machine favours nobody.
    for (const data of isPlainFirst ? [plain, augmented] : [augmented, plain]) {
      bursts.set(
        data,
        measure(Number(line), () => step(data))
      )
    }
    isPlainFirst = !isPlainFirst
    answer({ plain: bursts.get(plain), augmented: bursts.get(augmented) })
  }
}

interface Burst {
  readonly wallMs: readonly number[]
  readonly cpuMs: number
}

function measure(steps: number, step: () => void): Burst {
  const wallMs: number[] = []
  const cpu = process.cpuUsage()
  for (let done = 0; done < steps; done++) {
    const start = performance.now()
    step()
    wallMs.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000 }
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

void main(process.argv[2] ?? '')
