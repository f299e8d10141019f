/** Joins trainer and store: starts runs, takes in what the trainer tells of them, closes them when it dies. */
import os from 'node:os'
import { UserError } from '@shared/contract/define'
import { CONNECTION_CLOSED } from '@shared/contract/rpc'
import type { ChangeRun, DatasetLocation, RuntimeInfo, StartRun } from '@shared/contract/trainer'
import type { DatasetStatus } from '@shared/dataset'
import { findContinuationError } from '@shared/continuation'
import type { Experiment } from '@shared/experiment'
import { adviseOnMemory } from '@shared/memory'
import { analyzeModel, parseModel } from '@shared/model'
import type { RunEvent } from '@shared/run-events'
import {
  canStop,
  isActive,
  type CheckpointPlace,
  type RunOrigin,
  type RunProgress,
  type RunRecord
} from '@shared/run'
import type { RunEnvironment } from '@store/run-folder'
import { refuseImported, type RunStore } from '@store/run-store'
import type { Workspace } from '@store/workspace'
import { isOutOfMemory } from './exit-reason'
import { createTrainerEnvironment, describeFlags } from './trainer-environment'
import type { TrainerClient, TrainerHost } from './trainer-host'

export interface TrainingServiceOptions {
  readonly host: TrainerHost
  readonly store: RunStore
  readonly workspace: Workspace
  readonly applicationVersion: string
  /** Folders that the user named, by data set id. */
  getDatasetFolders(): Readonly<Record<string, string>>
}

/** Something that happened to a run beside its metrics. */
export interface ToldEvent {
  readonly runId: string
  readonly event: RunEvent
}

export interface TrainingRequest {
  readonly experiment: Experiment
  readonly datasetId: string
  /** Ends the run after this many steps. @default all epochs */
  readonly maxSteps?: number | null
}

/** A step of a large model may take long; quitting waits no longer than this for it. */
const STOP_TIMEOUT_MS = 3000

/** A step, and writing a checkpoint. */
const OLD_TRAINER_TIMEOUT_MS = 15_000

export class TrainingService {
  readonly #options: TrainingServiceOptions
  readonly #eventListeners = new Set<(told: ToldEvent) => void>()
  readonly #progressListeners = new Set<(progress: RunProgress) => void>()
  #activeId: string | null = null
  #isEvaluating = false

  constructor(options: TrainingServiceOptions) {
    this.#options = options
    const { host } = options
    host.onDidConnect((client) => this.#listen(client))
    host.onDidDie((reason) => this.#closeActive(this.#advise(reason)))
  }

  /** The run that this process trains; null when there is none. */
  get active(): RunRecord | null {
    if (this.#activeId === null) return null
    const record = this.#options.store.findRun(this.#activeId)
    return record && isActive(record.state) ? record : null
  }

  /** Whether the trainer is at work for this process, and may be long in answering. */
  get isBusy(): boolean {
    return this.#isEvaluating || this.active !== null
  }

  /** Starts a run and answers with its record. @throws UserError when it cannot be trained; nothing is left of it then. */
  async start({ experiment, datasetId, maxSteps = null }: TrainingRequest): Promise<RunRecord> {
    this.#refuseSecondRun()
    return this.#startNew({ experiment, datasetId, maxSteps })
  }

  /** The place from which a run can go on; null when it has no whole checkpoint. */
  async findCheckpoint(runId: string): Promise<CheckpointPlace | null> {
    const { host, store } = this.#options
    // A run that was imported can only be looked at, whatever weights came with it.
    if (store.getRun(runId).importedFrom !== null) return null
    const folder = store.getRunFolder(runId)
    const client = await host.whenReady()
    return client.call.findCheckpoint({ folder })
  }

  /** Stores the evaluations of a run that has ended without them. @throws UserError when there is nothing to make them from. */
  async evaluate(runId: string): Promise<void> {
    const { host, store } = this.#options
    const { name, state, datasetId } = store.getRun(runId)
    if (isActive(state)) {
      throw new UserError(`"${name}" is still at work: it is evaluated when its training is over.`)
    }
    this.#refuseSecondRun()
    if (this.#isEvaluating) throw new UserError('Another run is being evaluated. Wait for its end.')
    const experiment = store.getExperiment(runId)
    this.#isEvaluating = true
    try {
      const client = await host.whenReady()
      await client.call.evaluateRun(this.#describeStart(runId, { experiment, datasetId }))
    } finally {
      this.#isEvaluating = false
    }
  }

  /** Goes on with a run that ended before its plan did, from its checkpoint. @throws UserError when it cannot. */
  async goOn(runId: string): Promise<RunRecord> {
    this.#refuseSecondRun()
    const { host, store } = this.#options
    const { datasetId, ...record } = store.getRun(runId)
    refuseImported(record)
    const experiment = store.getExperiment(runId)
    const client = await host.whenReady()
    await this.#waitForOldTrainer(runId)
    this.#refuseSecondRun()
    const before = store.reopenRun(runId, host.pid)
    this.#activeId = runId
    try {
      const request = this.#describeStart(runId, { experiment, datasetId })
      await client.call.startRun({ ...request, resume: true })
    } catch (error) {
      if ((error as Error).name !== CONNECTION_CLOSED) {
        this.#activeId = null
        store.closeAgain(before)
      }
      throw error
    }
    store.reloadRun(runId)
    return store.getRun(runId)
  }

  /**
   * Starts a run that goes on where `parentId` is, as `experiment` says from there on. A parent that this process trains
   * is stopped and kept. @throws UserError when the network is another one, or there is nothing to go on from.
   */
  async branch({
    parentId,
    experiment,
    maxSteps = null,
    keepsLearningRate = false
  }: {
    parentId: string
    experiment: Experiment
    maxSteps?: number | null
    /** Whether a rate that was changed while the parent trained stays so. @default false: as the experiment says */
    keepsLearningRate?: boolean
  }): Promise<RunRecord> {
    const { store } = this.#options
    const parent = store.getRun(parentId)
    refuseImported(parent)
    const reason = findContinuationError(store.getExperiment(parentId), experiment)
    if (reason !== null) throw new UserError(reason)
    if (this.active?.id === parentId) {
      await this.stop(parentId)
      await this.waitForEnd(parentId)
    }
    this.#refuseSecondRun()
    const place = await this.findCheckpoint(parentId)
    if (place === null) {
      throw new UserError(
        `"${parent.name}" has no whole checkpoint to go on from. Train it again from scratch.`
      )
    }
    const { step, epoch } = place
    return this.#startNew({
      experiment,
      datasetId: parent.datasetId,
      maxSteps,
      origin: { runId: parentId, step, epochsDone: epoch - 1 },
      continueFrom: {
        runId: parentId,
        name: parent.name,
        folder: store.getRunFolder(parentId),
        keepsLearningRate,
        experiment: store.getExperiment(parentId)
      }
    })
  }

  /** Stops a run that this process trains, and removes it with all that it recorded. */
  async discard(runId: string): Promise<void> {
    const { store } = this.#options
    const run = store.getRun(runId)
    if (isActive(run.state)) {
      await this.stop(runId)
      await this.waitForEnd(runId)
    }
    if (this.#activeId === runId) this.#activeId = null
    store.discardRun(runId)
  }

  /** Asks a run to end within one step, after a test if wanted. @throws UserError when it is another process's. */
  async stop(runId: string, { evaluate = false } = {}): Promise<void> {
    if (!canStop(this.#options.store.getRun(runId).state)) return
    const client = await this.#reach(runId)
    await client.call.stopRun({ runId, evaluate })
  }

  /** Holds a run between two steps. @throws UserError when it is not training, or another process's. */
  async pause(runId: string): Promise<void> {
    const client = await this.#reach(runId)
    await client.call.pauseRun({ runId })
  }

  async resume(runId: string): Promise<void> {
    const client = await this.#reach(runId)
    await client.call.resumeRun({ runId })
  }

  /** Takes one step of a paused run. */
  async step(runId: string): Promise<void> {
    const client = await this.#reach(runId)
    await client.call.stepRun({ runId })
  }

  /** Changes a run while it trains. @throws UserError with what cannot be changed. */
  async change(change: ChangeRun): Promise<void> {
    const client = await this.#reach(change.runId)
    await client.call.changeRun(change)
  }

  /** Every set that the trainer knows, and whether its files are there. */
  async listDatasets(): Promise<DatasetStatus[]> {
    const client = await this.#options.host.whenReady()
    const folders = Object.entries(this.#options.getDatasetFolders())
    return client.call.listDatasets(folders.map(([id, folder]) => ({ id, folder })))
  }

  /** Looks at a folder that the user considers for a set. */
  async getDatasetStatus(location: DatasetLocation): Promise<DatasetStatus> {
    const client = await this.#options.host.whenReady()
    return client.call.getDatasetStatus(location)
  }

  onRunEvent(listener: (told: ToldEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  onProgress(listener: (progress: RunProgress) => void): () => void {
    this.#progressListeners.add(listener)
    return () => this.#progressListeners.delete(listener)
  }

  /** Resolves with the record when the run has ended, however. */
  async waitForEnd(runId: string): Promise<RunRecord> {
    const { store } = this.#options
    return new Promise((resolve) => {
      const off = store.onDidChangeRun((record) => {
        if (record.id === runId) finish(record)
      })
      const finish = (record: RunRecord): void => {
        if (isActive(record.state)) return
        off()
        resolve(record)
      }
      finish(store.getRun(runId))
    })
  }

  /** Stops the active run, or closes it when it does not stop in time, and ends the trainer. */
  async dispose(): Promise<void> {
    const { active } = this
    if (active && this.#options.host.status.kind === 'ready') {
      await Promise.race([
        this.stop(active.id)
          .then(() => this.waitForEnd(active.id))
          .catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, STOP_TIMEOUT_MS))
      ])
    }
    await this.#options.host.dispose()
    this.#closeActive('Receptive was closed while this run was at work.')
  }

  #listen(client: TrainerClient): void {
    const { store } = this.#options
    client.on('onDidChangeRun', (change) => store.applyChange(change))
    client.on('onMetrics', (batch) => store.appendMetrics(batch))
    client.on('onRunEvent', (told) => {
      for (const listener of [...this.#eventListeners]) listener(told)
    })
    client.on('onProgress', (progress) => {
      for (const listener of [...this.#progressListeners]) listener(progress)
    })
  }

  /** The trainer of a run of this process. */
  async #reach(runId: string): Promise<TrainerClient> {
    const { host, store } = this.#options
    const run = store.getRun(runId)
    if (store.isOwn(runId)) return host.whenReady()
    throw new UserError(`"${run.name}" was started by another Receptive. Go there to control it.`)
  }

  async #startNew({
    experiment,
    datasetId,
    maxSteps,
    origin = null,
    continueFrom = null
  }: Required<TrainingRequest> & {
    origin?: RunOrigin | null
    continueFrom?: StartRun['continueFrom']
  }): Promise<RunRecord> {
    const { host, store } = this.#options
    const { parameters } = analyzeModel(parseModel(experiment.model))
    const client = await host.whenReady()
    const dataset = this.#locate(datasetId)
    const runtime = await client.call.getRuntimeInfo(undefined)
    this.#refuseSecondRun()
    const environment = this.#describeEnvironment(runtime, dataset)
    const run = store.createRun({
      experiment,
      datasetId,
      parameters,
      environment,
      trainerPid: host.pid,
      origin
    })
    this.#activeId = run.id
    try {
      const request = this.#describeStart(run.id, { experiment, datasetId })
      await client.call.startRun({ ...request, maxSteps, continueFrom })
    } catch (error) {
      // A trainer that died over it has left a run that tells so; a refusal leaves nothing.
      if ((error as Error).name !== CONNECTION_CLOSED) this.#discard(run.id)
      throw error
    }
    return store.getRun(run.id)
  }

  /** A trainer whose parent was killed ends after the step at work; two must not write into one folder. */
  async #waitForOldTrainer(runId: string): Promise<void> {
    const { store } = this.#options
    const deadline = performance.now() + OLD_TRAINER_TIMEOUT_MS
    while (store.isBeingClosed(runId)) {
      if (performance.now() > deadline) {
        throw new UserError(
          `The trainer that had "${store.getRun(runId).name}" is still ending. Try again in a moment.`
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  #describeStart(
    runId: string,
    { experiment, datasetId }: Pick<TrainingRequest, 'experiment' | 'datasetId'>
  ): StartRun {
    const { store, workspace } = this.#options
    return {
      runId,
      folder: store.getRunFolder(runId),
      cacheFolder: workspace.cacheFolder,
      weightsFolder: workspace.weightsFolder,
      dataset: this.#locate(datasetId),
      experiment,
      maxSteps: null
    }
  }

  #refuseSecondRun(): void {
    const { active } = this
    if (active) {
      throw new UserError(`"${active.name}" is still at work. Stop it, or wait for its end.`)
    }
  }

  #locate(id: string): DatasetLocation {
    const folders = this.#options.getDatasetFolders()
    return { id, folder: Object.hasOwn(folders, id) ? (folders[id] ?? null) : null }
  }

  #discard(runId: string): void {
    this.#activeId = null
    this.#options.store.discardRun(runId)
  }

  #closeActive(reason: string): void {
    if (this.#activeId !== null) this.#options.store.markInterrupted(this.#activeId, reason)
    this.#activeId = null
  }

  /** A trainer that was ended for lack of memory could not say itself which batch size would fit. */
  #advise(reason: string): string {
    const id = this.#activeId
    if (id === null || !isOutOfMemory(reason)) return reason
    try {
      const { model, training } = this.#options.store.getExperiment(id)
      const { batchSize } = training
      const options = { batchSize, availableBytes: os.freemem() }
      return `${reason} ${adviseOnMemory(parseModel(model), options)}`
    } catch {
      // The run's folder may have gone as well; its death is told all the same.
      return reason
    }
  }

  #describeEnvironment(runtime: RuntimeInfo, dataset: DatasetLocation): RunEnvironment {
    return {
      receptiveVersion: this.#options.applicationVersion,
      ...runtime,
      platform: `${process.platform} ${process.arch}`,
      flags: describeFlags(createTrainerEnvironment()),
      dataset
    }
  }
}
