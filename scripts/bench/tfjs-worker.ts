/** Trains an experiment's network with tfjs' own layers and `model.fit`, none of our kernels; see worker-port.ts. */
import { readFileSync } from 'node:fs'
import { parseExperimentText } from '../../src/shared/experiment'
import { parseModel, toTfjsJson } from '../../src/shared/model'
import { tf, type Tensor } from '../../src/trainer/tf'
import { readCpuMs, serveBursts } from './worker-port'

const CLASSES = 10

async function main(path: string): Promise<void> {
  const experiment = parseExperimentText(readFileSync(path, 'utf8'), path)
  const { optimizer, batchSize } = experiment.training
  const model = await tf.models.modelFromJSON(toTfjsJson(parseModel(experiment.model)) as never)
  model.compile({
    optimizer: tf.train.adam(optimizer.learningRate),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy']
  })
  const shape = model.inputs[0]?.shape.slice(1) as number[]
  await runBurst(1)
  await serveBursts({ 'TensorFlow.js': tf.version['tfjs-core'] }, runBurst)

  /** One epoch of fit; timed like Keras' in keras_worker.py, from the end of one step to the end of the next. */
  async function runBurst(steps: number) {
    const { pictures, labels } = drawData(shape, batchSize * (steps + 1))
    const wall: number[] = []
    const cpu: number[] = []
    await model.fit(pictures, labels, {
      batchSize,
      epochs: 1,
      verbose: 0,
      callbacks: {
        onBatchEnd() {
          wall.push(performance.now())
          cpu.push(readCpuMs())
        }
      }
    })
    tf.dispose([pictures, labels])
    return {
      wallMs: wall.slice(1).map((end, index) => end - (wall[index] as number)),
      cpuMs: (cpu.at(-1) as number) - (cpu[0] as number)
    }
  }
}

function drawData(shape: readonly number[], count: number): { pictures: Tensor; labels: Tensor } {
  return tf.tidy(() => {
    const classes = tf.floor(tf.randomUniform([count], 0, CLASSES, 'float32', 2))
    return {
      pictures: tf.randomUniform([count, ...shape], 0, 1, 'float32', 1),
      labels: tf.oneHot(tf.cast(classes, 'int32'), CLASSES, 1, 0, 'float32')
    }
  })
}

void main(process.argv[2] ?? '')
