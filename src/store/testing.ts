/** What the store's tests share: temporary workspaces, an experiment, and batches of metrics. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseExperimentText, type Experiment } from '@shared/experiment'
import { encodeMetricFrame, METRIC_LOG_HEADER } from '@shared/metric-log'
import type { MetricBatch } from '@shared/metrics'
import type { RunChange, RunOrigin, RunRecord, RunState } from '@shared/run'
import { RunStore } from './run-store'
import { createWorkspace, type Workspace } from './workspace'

/** A folder that goes when the test ends. */
export function createTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function createTemporaryWorkspace(): Workspace {
  return createWorkspace(createTemporaryFolder())
}

/** A store that closes when the test ends; `warnings` holds what it said. */
export function openStore(workspace: Workspace): { store: RunStore; warnings: string[] } {
  const warnings: string[] = []
  const store = new RunStore(workspace, { warn: (sentence) => warnings.push(sentence) })
  onTestFinished(() => store.close())
  return { store, warnings }
}

export const lectureExperiment: Experiment = parseExperimentText(
  readFileSync(resolve('resources/experiments/cifar-cnn.json'), 'utf8'),
  'cifar-cnn.json'
)

export function createRun(
  store: RunStore,
  experiment = lectureExperiment,
  origin: RunOrigin | null = null
): RunRecord {
  return store.createRun({
    experiment,
    origin,
    datasetId: 'mnist',
    parameters: 558_186,
    environment: { tensorflowVersion: '2.21.0' }
  })
}

/** What the trainer would report of `run`. */
export function change(run: RunRecord, state: RunState, more: Partial<RunChange> = {}): RunChange {
  const { id: runId, epochs, epochsDone, stepsDone, elapsedMs, notes } = run
  return {
    runId,
    state,
    reason: null,
    epochs,
    epochsDone,
    stepsDone,
    elapsedMs,
    notes,
    test: null,
    ...more
  }
}

/** Batch `seq` of a run whose batches have `rows` steps each; the loss of step n is 1 / n. */
export function stepBatch(runId: string, seq: number, rows = 10): MetricBatch {
  const steps = Float64Array.from({ length: rows }, (_, row) => (seq - 1) * rows + row + 1)
  return {
    runId,
    seq,
    scope: 'step',
    steps,
    elapsedMs: steps.map((step) => step * 5),
    columns: { 'train/loss': steps.map((step) => 1 / step) }
  }
}

/** Appends batches to the run's metrics.log, as the trainer does. */
export function writeLog(folder: string, ...batches: MetricBatch[]): void {
  const file = join(folder, 'metrics.log')
  if (!existsSync(file)) writeFileSync(file, METRIC_LOG_HEADER)
  for (const batch of batches) appendFileSync(file, encodeMetricFrame(batch))
}
