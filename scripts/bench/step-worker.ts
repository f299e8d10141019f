/** Trains an experiment's network as the workbench does, batch and all, a burst of steps at a time; see worker-port.ts. */
import { readFileSync } from 'node:fs'
import { parseExperimentText } from '../../src/shared/experiment'
import { parseModel } from '../../src/shared/model'
import { createRandomStream } from '../../src/shared/random'
import { buildModel } from '../../src/trainer/build-model'
import { createObjective } from '../../src/trainer/objective'
import { createOptimizer } from '../../src/trainer/optimizers'
import { createResidentDataset } from '../../src/trainer/resident-dataset'
import { tf } from '../../src/trainer/tf'
import { takeStep } from '../../src/trainer/train-step'
import { readCpuMs, serveBursts } from './worker-port'

const PICTURES = 2048
const CLASSES = 10

async function main(path: string): Promise<void> {
  const { model, training } = parseExperimentText(readFileSync(path, 'utf8'), path)
  const clock = { step: 0 }
  const { seed, loss, batchSize } = training
  const network = await buildModel(parseModel(model), { seed, loss, clock })
  const learner = {
    network,
    objective: createObjective(training),
    optimizer: createOptimizer(training.optimizer, network.variables)
  }
  const { inputShape } = network
  const pictures = drawPictures(inputShape[0] * inputShape[1] * inputShape[2])
  const data = createResidentDataset(
    { train: pictures, test: pictures },
    { imageShape: inputShape, inputShape, validation: { kind: 'none' } }
  )
  const step = (): void => {
    clock.step++
    const first = clock.step * batchSize
    const batch = data.train.gatherBatch(
      Int32Array.from({ length: batchSize }, (_, index) => (first + index * 7) % PICTURES)
    )
    takeStep(learner, batch).read()
    tf.dispose([batch.images, batch.labels])
  }
  step()
  await serveBursts({ Receptive: 'this checkout', Node: process.versions.node }, async (steps) => {
    const wallMs: number[] = []
    const cpu = readCpuMs()
    for (let done = 0; done < steps; done++) {
      const start = performance.now()
      step()
      wallMs.push(performance.now() - start)
      // As in the training loop, where messages are answered between two steps.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { wallMs, cpuMs: readCpuMs() - cpu }
  })
}

function drawPictures(pixels: number) {
  const random = createRandomStream(1, 'bench')
  return {
    images: Uint8Array.from({ length: PICTURES * pixels }, () => random.nextBelow(256)),
    labels: Int32Array.from({ length: PICTURES }, () => random.nextBelow(CLASSES))
  }
}

void main(process.argv[2] ?? '')
