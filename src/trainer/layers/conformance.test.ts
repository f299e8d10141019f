import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { trainingSchema } from '@shared/experiment'
import { layers, type LayerKind } from '@shared/layers'
import { parseModel, toKerasJson } from '@shared/model'
import { buildModel, type Network } from '../build-model'
import { assignTensors, gatherTensors } from '../checkpoint/tensors'
import { decodeTensorFile, encodeTensorFile } from '../checkpoint/checkpoint'
import { createObjective } from '../objective'
import { createOptimizer } from '../optimizers'
import { tf, type Tensor, type Variable } from '../tf'
import { takeStep } from '../train-step'
import { assignValues } from '../weights'

interface StepCase {
  readonly className: LayerKind
  readonly topology: { class_name: string; config: object }
  readonly weights: readonly { shape: number[]; values: number[] }[]
  readonly inputs: readonly number[]
  /** What the layer called 'layer' gives in use. */
  readonly outputs: readonly number[]
  /** Absent for layers that are random while training. */
  readonly labels?: readonly number[]
  readonly losses?: readonly number[]
  /** All weights after the steps. */
  readonly after?: readonly number[][]
}

const fixture = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/keras-layer-steps.json'), 'utf8')
) as { writtenBy: string; learningRate: number; cases: StepCase[] }

const cases = fixture.cases.map((one, index) => [`${one.className} #${index}`, one] as const)
const trained = cases.filter(([, { labels }]) => labels)
const EXAMPLES = 2

const networks: Network[] = []
afterEach(() => {
  for (const network of networks.splice(0)) network.dispose()
})

describe(`every layer of the table, against ${fixture.writtenBy}`, () => {
  it('has cases for each kind', () => {
    const covered = new Set(fixture.cases.map(({ className }) => className))
    const kinds = Object.keys(layers) as LayerKind[]
    expect(kinds.filter((kind) => kind !== 'InputLayer' && !covered.has(kind))).toEqual([])
  })

  it('has a training step for each kind that is not random', () => {
    const stepped = new Set(trained.map(([, { className }]) => className))
    const kinds = [...new Set(fixture.cases.map(({ className }) => className))]
    expect(kinds.filter((kind) => !stepped.has(kind))).toEqual([
      'Dropout',
      'SpatialDropout2D',
      'GaussianNoise'
    ])
  })

  it.each(cases)('%s gives what Keras gives', async (_name, one) => {
    const network = await build(one)
    expectClose(computeLayer(network, readInputs(one)), one.outputs, 1e-5)
  })

  it.each(trained)('%s learns what Keras learns', async (_name, one) => {
    const network = await build(one)
    const losses = train(network, one)
    expectClose(losses, one.losses as readonly number[], 1e-4)
    listWeights(network).forEach((weight, index) =>
      expectClose(weight.dataSync(), one.after?.[index] ?? [], 1e-4)
    )
  })

  it.each(cases)(
    '%s is the same after a checkpoint and after its Keras JSON',
    async (_name, one) => {
      const network = await build(one)
      const written = encodeTensorFile({
        header: {},
        tensors: gatherTensors(network, noSlots(), [])
      })
      const { tensors } = decodeTensorFile(Buffer.concat(written), z.object({}))
      const again = await build({ ...one, topology: toKerasJson(parseModel(one.topology)) }, 2)
      assignTensors(again, noSlots(), tensors)
      expect(computeLayer(again, readInputs(one))).toEqual(computeLayer(network, readInputs(one)))
    }
  )

  it('leaves no tensor behind', async () => {
    for (const [, one] of trained) {
      const before = tf.memory().numTensors
      const network = await build(one)
      train(network, one)
      computeLayer(network, readInputs(one))
      networks.pop()?.dispose()
      expect([one.className, tf.memory().numTensors - before]).toEqual([one.className, 0])
    }
  })
})

async function build(one: StepCase, seed = 1): Promise<Network> {
  const graph = parseModel(one.topology)
  const loss = 'categorical_crossentropy'
  const network = await buildModel(graph, { seed, loss, clock: { step: 0 } })
  networks.push(network)
  const weights = listWeights(network)
  expect(weights.map(({ shape }) => shape)).toEqual(one.weights.map(({ shape }) => shape))
  weights.forEach((weight, index) =>
    assignValues(weight, Float32Array.from(one.weights[index]?.values ?? []))
  )
  return network
}

/** Layer by layer, as Keras has them; TensorFlow.js puts those that are not trained last. */
function listWeights({ model }: Network): Variable[] {
  return model.layers.flatMap((layer) => layer.weights.map((weight) => weight.read() as Variable))
}

function readInputs({ inputs, topology }: StepCase): Tensor {
  const graph = parseModel(topology)
  const shape = graph.layers.find(({ name }) => name === graph.input)?.params.shape as number[]
  return tf.tensor([...inputs], [EXAMPLES, ...shape])
}

/** What the layer under test gives, in use. */
function computeLayer({ model }: Network, inputs: Tensor): number[] {
  const output = model.getLayer('layer').output as never
  const part = tf.model({ inputs: model.inputs, outputs: output })
  const values = tf.tidy(() => [...(part.apply(inputs, { training: false }) as Tensor).dataSync()])
  inputs.dispose()
  return values
}

function train(network: Network, one: StepCase): number[] {
  const settings = trainingSchema.parse({
    loss: 'categorical_crossentropy',
    optimizer: { kind: 'sgd', learningRate: fixture.learningRate },
    epochs: 1
  })
  const objective = createObjective(settings)
  const optimizer = createOptimizer(settings.optimizer, network.variables)
  optimizer.learningRate = fixture.learningRate
  const images = readInputs(one)
  const labels = tf.tensor1d([...(one.labels ?? [])], 'int32')
  const losses = (one.losses ?? []).map(
    () => takeStep({ network, objective, optimizer }, { images, labels }).read().loss ?? NaN
  )
  tf.dispose([images, labels])
  optimizer.dispose()
  return losses
}

/** A checkpoint of a network that has not been trained. */
function noSlots() {
  return { slots: {}, takeBackSlots: () => undefined } as never
}

function expectClose(
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number
): void {
  expect(received).toHaveLength(expected.length)
  const worst = Math.max(
    ...Array.from(expected, (value, index) => {
      const difference = Math.abs(value - (received[index] ?? NaN))
      // Keras' numbers are written with seven digits.
      return difference / Math.max(1, Math.abs(value))
    })
  )
  expect(worst).toBeLessThan(tolerance)
}
