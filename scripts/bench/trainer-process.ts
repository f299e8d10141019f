/** The built trainer in a process of its own, as benchmarks need it: started and asked as the workbench does. */
import { createClient } from '@shared/contract/rpc'
import { trainerContract, type StartRun } from '@shared/contract/trainer'
import type { ImageShape } from '@shared/dataset'
import type { Experiment, ExperimentDocument } from '@shared/experiment'
import { isActive, type RunChange } from '@shared/run'
import { createNodeTrainerStarter } from '../../src/host/node-trainer-starter'
import { createSmallExperiment, createTestFolders } from '../../src/trainer/testing'

/** `modulePath` is the built trainer. Resolves when it has loaded TensorFlow. */
export async function startTrainer(modulePath: string) {
  const connection = createNodeTrainerStarter(modulePath).start({ onOutput: () => undefined })
  const client = createClient(trainerContract, connection.port)
  const ended = new Promise<void>((resolve) => connection.onExit(() => resolve()))
  await client.call.getRuntimeInfo(undefined)
  return {
    client,
    async end(): Promise<void> {
      connection.end()
      await ended
    }
  }
}

export type BenchTrainer = Awaited<ReturnType<typeof startTrainer>>

export interface BenchRun {
  /** Resolves when a progress message counts this many steps. */
  waitForStep(step: number): Promise<void>
  /** Resolves with the run's last change. */
  readonly ended: Promise<RunChange>
}

/** Starts a run and follows it. @throws when it is refused. */
export async function startRun({ client }: BenchTrainer, request: StartRun): Promise<BenchRun> {
  const ended = new Promise<RunChange>((resolve) => {
    client.on('onDidChangeRun', (change) => {
      if (change.runId === request.runId && !isActive(change.state)) resolve(change)
    })
  })
  await client.call.startRun(request)
  return {
    ended,
    waitForStep: (step) =>
      new Promise((resolve, reject) => {
        client.on('onProgress', ({ globalStep }) => {
          if (globalStep >= step) resolve()
        })
        void ended.then(({ reason }) =>
          reject(new Error(`The run ended before step ${step}${reason ? `: ${reason}` : '.'}`))
        )
      })
  }
}

/** Requests for runs of a network of a few thousand weights, with each kind of randomness that a run has. */
export function createRequests() {
  const { createRequest, remove } = createTestFolders()
  return {
    /** On MNIST, unless `request` names another set. */
    create({
      training,
      imageShape,
      ...request
    }: Partial<StartRun> & {
      training?: Partial<ExperimentDocument['training']>
      imageShape?: ImageShape
    } = {}): StartRun {
      const experiment = createSmallExperiment(training)
      const made = { ...createRequest(experiment), ...request }
      made.experiment.dataset.id = made.dataset.id
      if (imageShape) setInputShape(experiment, imageShape)
      return made
    },
    /** The fastest steps there are: one picture, a network of one layer, nothing beside the steps for a long time. */
    createTiny(): StartRun {
      const made = createRequest(createSmallExperiment({ batchSize: 1, epochs: 10_000 }))
      const { model, dataset } = made.experiment
      dataset.validation = { kind: 'none' }
      const { layers } = model.config as { layers: Layer[] }
      const [image, flatten, classes] = ['image', 'flatten', 'classes'].map((name) =>
        layers.find((layer) => layer.name === name)
      ) as [Layer, Layer, Layer]
      flatten.inbound_nodes = [[['image', 0, 0, {}]]]
      model.config.layers = [image, flatten, classes]
      return { ...made, checkpointEverySeconds: 1e6 }
    },
    remove
  }
}

interface Layer {
  name: string
  config: Record<string, unknown>
  inbound_nodes: unknown
}

function setInputShape({ model }: Experiment, imageShape: ImageShape): void {
  const { layers } = model.config as { layers: Layer[] }
  Object.assign(layers[0]?.config ?? {}, { batch_input_shape: [null, ...imageShape] })
}
