/** Small parts for the trainer's tests: an experiment of seconds, and a trainer that is asked over a port in memory. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { createPortPair, type Port } from '@shared/contract/port'
import { createClient } from '@shared/contract/rpc'
import { trainerContract, type StartRun } from '@shared/contract/trainer'
import { parseExperiment, type Experiment, type ExperimentDocument } from '@shared/experiment'
import { mergeBatches } from '@shared/metric-tables'
import type { MetricBatch, MetricScope, SeriesName } from '@shared/metrics'
import { isActive, type RunChange } from '@shared/run'
import type { RunEvent } from '@shared/run-events'
import { createTrainerService, type TrainerService } from './trainer-service'

/** What a port would do to a message. */
export const cloneMessage = (message: unknown): unknown =>
  message === undefined ? undefined : deserialize(serialize(message))

export interface TestTrainer {
  readonly client: ReturnType<typeof createClient<typeof trainerContract>>
  readonly service: TrainerService
  close(): void
}

export function createTestTrainer(): TestTrainer {
  const [mainPort, trainerPort] = createPortPair(cloneMessage)
  const service = createTrainerService(trainerPort)
  const client = createClient(trainerContract, mainPort)
  return {
    client,
    service,
    close: () => mainPort.close()
  }
}

/** A pair of ports as main makes them for a window. */
export function createWindowPorts(): [window: Port, trainer: Port] {
  return createPortPair(cloneMessage)
}

/** What a run told while it went on. */
export interface RunStory {
  readonly changes: readonly RunChange[]
  readonly batches: readonly MetricBatch[]
  readonly events: readonly RunEvent[]
  readonly last: RunChange
  column(scope: MetricScope, name: SeriesName): number[]
}

/** Starts a run and resolves when it has ended. `onBatch` may act while it goes on. */
export async function followRun(
  { client }: Pick<TestTrainer, 'client'>,
  request: StartRun,
  onBatch: (batch: MetricBatch) => void = () => undefined
): Promise<RunStory> {
  const changes: RunChange[] = []
  const batches: MetricBatch[] = []
  const events: RunEvent[] = []
  const ended = new Promise<RunChange>((resolve) => {
    client.on('onDidChangeRun', (change) => {
      if (change.runId !== request.runId) return
      changes.push(change)
      if (!isActive(change.state)) resolve(change)
    })
  })
  client.on('onRunEvent', ({ runId, event }) => {
    if (runId === request.runId) events.push(event)
  })
  client.on('onMetrics', (batch) => {
    if (batch.runId !== request.runId) return
    batches.push(batch)
    onBatch(batch)
  })
  await client.call.startRun(request)
  const last = await ended
  return {
    changes,
    batches,
    events,
    last,
    column(scope, name) {
      const table = mergeBatches(batches).find((one) => one.scope === scope)
      return [...(table?.columns[name] ?? [])]
    }
  }
}

export interface TestFolders {
  readonly root: string
  /** A request for a run on MNIST in a new folder of its own. */
  createRequest(experiment: Experiment, options?: { maxSteps?: number | null }): StartRun
  remove(): void
}

export function createTestFolders(): TestFolders {
  const root = mkdtempSync(join(tmpdir(), 'receptive-trainer-'))
  let runs = 0
  return {
    root,
    createRequest(experiment, { maxSteps = null } = {}) {
      const runId = `run-${++runs}`
      const folder = join(root, runId)
      mkdirSync(folder)
      return {
        runId,
        folder,
        cacheFolder: join(root, 'cache'),
        dataset: { id: 'mnist', folder: null },
        experiment,
        maxSteps
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true })
  }
}

/** A network of a few thousand weights on MNIST, with each kind of randomness that a run has. */
export function createSmallExperiment(
  training: Partial<ExperimentDocument['training']> = {}
): Experiment {
  const layer = (className: string, name: string, config: object, input: string | null) => ({
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: input === null ? [] : [[[input, 0, 0, {}]]]
  })
  return parseExperiment(
    {
      version: 1,
      name: 'small',
      dataset: { id: 'mnist', validation: { kind: 'last-fraction', fraction: 0.1 } },
      model: {
        class_name: 'Functional',
        config: {
          name: 'small',
          layers: [
            layer('InputLayer', 'image', { batch_input_shape: [null, 28, 28, 1] }, null),
            layer('Conv2D', 'conv', { filters: 4, kernel_size: 5, strides: 3 }, 'image'),
            layer('BatchNormalization', 'bn', {}, 'conv'),
            layer('Dropout', 'dropout', { rate: 0.1 }, 'bn'),
            layer('Flatten', 'flatten', {}, 'dropout'),
            layer('Dense', 'classes', { units: 10, activation: 'softmax' }, 'flatten')
          ],
          input_layers: [['image', 0, 0]],
          output_layers: [['classes', 0, 0]]
        }
      },
      training: {
        optimizer: { kind: 'adam', learningRate: 0.005 },
        loss: 'categorical_crossentropy',
        batchSize: 100,
        epochs: 2,
        seed: 3,
        ...training
      }
    },
    'the test'
  )
}
