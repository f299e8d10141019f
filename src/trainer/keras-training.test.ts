import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { trainingSchema } from '@shared/experiment'
import type { LossKey } from '@shared/losses'
import { analyzeModel, parseModel } from '@shared/model'
import { buildModel, type Network } from './build-model'
import { createObjective } from './objective'
import { createOptimizer } from './optimizers'
import { createResidentDataset } from './resident-dataset'
import { tf } from './tf'
import { evaluateBatch, takeStep } from './train-step'
import { createTrainingPlan } from './training-plan'
import { copyWeights } from './weights'

interface WeightFixture {
  readonly shape: number[]
  readonly values: number[]
}

interface TrainingFixture {
  readonly imageShape: [number, number, number]
  readonly batchSize: number
  readonly pixels: number[]
  readonly labels: number[]
  readonly models: Record<
    string,
    {
      topology: TopologyFixture
      trainable: number
      nonTrainable: number
      weights: WeightFixture[]
    }
  >
  readonly cases: {
    readonly model: string
    readonly loss: LossKey
    readonly optimizer: object
    /** What of the experiment's `training` differs from the defaults. */
    readonly training?: object
    readonly losses: number[]
    /** Of the first batch after the steps, as `evaluate` gives it. */
    readonly evaluationLoss: number
    readonly accuracies: number[]
    readonly predictions: number[]
  }[]
}

type Case = TrainingFixture['cases'][number]
type Model = TrainingFixture['models'][string]

/** The batches of the fixture come round and round. */
const EPOCH_STEPS = 4

type TopologyFixture = { class_name: string; config: object }

const training = readFixture<TrainingFixture>('keras-training.json')
const branches = readFixture<TrainingFixture>('keras-branches.json')

describe('twenty steps from the weights and batches of Keras', () => {
  for (const [source, fixture] of [training, branches].flatMap((one) =>
    one.cases.map((fixture) => [one, fixture] as const)
  )) {
    const settings = JSON.stringify({ ...fixture.optimizer, ...fixture.training })
    const name = `${fixture.model}, ${fixture.loss}, ${settings}`
    it(`give the losses of Keras: ${name}`, async () => {
      const { losses, accuracies, predictions, evaluationLoss } = await trainAsKerasDid(
        source,
        fixture
      )
      losses.forEach((loss, step) => expectClose(loss, fixture.losses[step], `step ${step + 1}`))
      expectClose(evaluationLoss, fixture.evaluationLoss, 'evaluation')
      expect(accuracies).toEqual(fixture.accuracies)
      predictions.forEach((value, index) => {
        expect(Math.abs(value - (fixture.predictions[index] ?? NaN))).toBeLessThan(1e-4)
      })
    })
  }
})

describe('frozen layers', () => {
  it.each(Object.keys(training.models))('are counted as Keras counts them: %s', (name) => {
    const { topology, trainable, nonTrainable } = training.models[name] as Model
    const { trainableParameters, nonTrainableParameters } = analyzeModel(parseModel(topology))
    expect([trainableParameters, nonTrainableParameters]).toEqual([trainable, nonTrainable])
  })

  it('keep their weights and statistics bit for bit while the others learn', async () => {
    const fixture = training.cases.find(({ model }) => model === 'frozen') as Case
    const { topology, weights } = training.models.frozen as Model
    const graph = parseModel(topology)
    const frozen = graph.layers.filter((layer) => !layer.isTrainable).map(({ name }) => name)
    expect(frozen).toEqual(['bn1', 'conv2'])
    const begin = copyWeights(await buildNetwork(topology, weights))
    const { weights: end } = await trainAsKerasDid(training, fixture)
    const moved = end.filter(({ values }, index) =>
      values.some((v, i) => v !== begin[index]?.values[i])
    )
    expect(moved.map(({ name }) => name.split('/')[0])).toEqual(
      expect.arrayContaining(['conv1', 'dense1', 'classes'])
    )
    expect(moved.filter(({ name }) => frozen.some((one) => name.startsWith(one)))).toEqual([])
  })
})

async function trainAsKerasDid(training: TrainingFixture, fixture: Case) {
  const { topology, weights } = training.models[fixture.model] as Model
  const network = await buildNetwork(topology, weights, fixture.loss)
  const { loss, optimizer: optimizerSettings } = fixture
  const settings = { loss, optimizer: optimizerSettings, epochs: 1, ...fixture.training }
  const parsed = trainingSchema.parse(settings)
  const objective = createObjective(parsed)
  const plan = createTrainingPlan(
    { ...parsed, epochs: fixture.losses.length / EPOCH_STEPS },
    { stepsPerEpoch: EPOCH_STEPS, maxSteps: null }
  )
  const optimizer = createOptimizer(parsed.optimizer, network.variables)
  const { imageShape, batchSize } = training
  const isYesOrNo = network.model.outputs[0]?.shape[1] === 1
  const part = {
    images: Uint8Array.from(training.pixels),
    labels: Int32Array.from(training.labels, (label) => (isYesOrNo ? label % 2 : label))
  }
  const data = createResidentDataset(
    { train: part, test: part },
    { imageShape, inputShape: imageShape, validation: { kind: 'none' } }
  )
  const gatherStep = (step: number) =>
    data.train.gatherBatch(
      Int32Array.from({ length: batchSize }, (_, i) => (step % EPOCH_STEPS) * batchSize + i)
    )
  const values = fixture.losses.map((_, step) => {
    const batch = gatherStep(step)
    optimizer.learningRate = plan.computeLearningRate(step)
    const means = takeStep({ network, objective, optimizer }, batch).read()
    tf.dispose([batch.images, batch.labels])
    return means
  })
  const { predictions, evaluation } = tf.tidy(() => {
    const batch = gatherStep(0)
    const logits = network.computeLogits(batch.images, { isTraining: false })
    return {
      predictions: network.computeProbabilities(logits).dataSync(),
      evaluation: evaluateBatch({ network, objective }, batch)
    }
  })
  const end = copyWeights(network)
  data.dispose()
  optimizer.dispose()
  network.dispose()
  return {
    losses: values.map((one) => one.loss ?? NaN),
    accuracies: values.map((one) => one.accuracy ?? NaN),
    evaluationLoss: evaluation.loss ?? NaN,
    predictions: [...predictions],
    weights: end
  }
}

async function buildNetwork(
  topology: TopologyFixture,
  weights: readonly WeightFixture[],
  loss: LossKey = 'categorical_crossentropy'
): Promise<Network> {
  const graph = parseModel(topology)
  const network = await buildModel(graph, { seed: 1, loss, clock: { step: 0 } })
  let next = 0
  for (const layer of network.model.layers) {
    const own = weights.slice(next, next + layer.weights.length)
    next += layer.weights.length
    if (own.length > 0) layer.setWeights(own.map(({ shape, values }) => tf.tensor(values, shape)))
  }
  expect(next).toBe(weights.length)
  return network
}

function expectClose(received: number, expected: number | undefined, where: string): void {
  const relative = Math.abs(received - (expected ?? NaN)) / Math.abs(expected ?? NaN)
  expect(relative, `${where}: ${received} against ${expected}`).toBeLessThan(1e-4)
}

function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, 'fixtures', name), 'utf8')) as T
}
