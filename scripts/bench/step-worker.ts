/** Trains an experiment's network a burst of steps at a time, as the bench asks on standard input; see keras_worker.py. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseExperimentText } from '../../src/shared/experiment'
import { parseModel } from '../../src/shared/model'
import { buildModel } from '../../src/trainer/build-model'
import { createObjective } from '../../src/trainer/objective'
import { createOptimizer } from '../../src/trainer/optimizers'
import { tf } from '../../src/trainer/tf'
import { takeStep } from '../../src/trainer/train-step'

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
  const batch = {
    images: tf.randomUniform([training.batchSize, ...network.inputShape], 0, 1, 'float32', 1),
    labels: tf.cast(tf.floor(tf.randomUniform([training.batchSize], 0, 10, 'float32', 2)), 'int32')
  }
  const step = (): void => {
    clock.step++
    takeStep(learner, batch)
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

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

void main(process.argv[2] ?? '')
