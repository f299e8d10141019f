/** MetricBatch, from main to the disk, and everything else that is kept of runs: folders as the truth, the index over them. */
import { UserError } from '@shared/contract/define'
import type { Evaluation, EvaluationRequest } from '@shared/evaluation'
import type { Experiment } from '@shared/experiment'
import { mergeBatches } from '@shared/metric-tables'
import type { MetricBatch, MetricScope, MetricTable, RunHistory } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import {
  canGoOn,
  isActive,
  NO_MARKS,
  type RunChange,
  type RunLabelChange,
  type RunOrigin,
  type RunRecord
} from '@shared/run'
import type { RunEvent } from '@shared/run-events'
import type { RunFacts } from '@shared/run-facts'
import { computeFacts } from './compute-facts'
import { removeLeftImports, writeImportedFolder } from './capsule/import-folder'
import { isDamage } from './connection'
import { describeFileError, isDiskFull } from '@shared/file-error'
import { LiveRun } from './live-run'
import type { ColumnName } from './metric-buffer'
import {
  describeProcess,
  getOwnProcess,
  isProcessAlive,
  isSameProcess,
  type RunOwner
} from './process-owner'
import { applyLabels, pickLabels } from './record-changes'
import { importRun, isOwned, reconcile } from './recovery'
import { RunFolder, type RunEnvironment, type RunFile } from './run-folder'
import { createRunId, getRunTime, isRunId } from './run-id'
import { computeIdentity, createIdentityFile, ImportedIdentities } from './run-identity'
import { moveDamagedAside, openRunIndex, RunIndex, type IndexedRun } from './run-index'
import { chooseRunColor, chooseRunName } from './run-name'
import type { Workspace } from './workspace'

/** Live metrics reach the index once a second: the log has them at once, and a person reads no faster. */
const STORE_EVERY_MS = 1000

export interface NewRun {
  readonly experiment: Experiment
  readonly datasetId: string
  /** Weights of the model, trainable or not. */
  readonly parameters: number
  readonly environment: RunEnvironment
  /** The process that will write into the run's folder. */
  readonly trainerPid?: number | undefined
  /** The run that it goes on from. @default null: it begins from scratch */
  readonly origin?: RunOrigin | null
}

/** A run that was trained elsewhere. */
export interface AdoptedRun {
  /** Its id is kept when it is free here, its name gets a number when it is taken. */
  readonly record: RunRecord
  /** By which it is known again when it comes a second time. */
  readonly identity: string
  /** The files of its folder but run.json, by their paths in it. */
  createFiles(runId: string): ReadonlyMap<string, Uint8Array>
}

export interface RunStoreOptions {
  /** Hears what went wrong without stopping anything: a damaged index, a disk that is full. */
  warn(sentence: string): void
}

/** The runs of one workspace. Owns the database; must be closed. */
export class RunStore {
  readonly #workspace: Workspace
  readonly #warn: (sentence: string) => void
  readonly #owner = getOwnProcess()
  readonly #live = new Map<string, LiveRun>()
  readonly #listeners = new Set<(record: RunRecord) => void>()
  readonly #removalListeners = new Set<(runId: string) => void>()
  /** What was last said of runs that other processes may change, to say only what is new. */
  readonly #said = new Map<string, { record: RunRecord; text: string }>()
  /** Runs of which it was said that they cannot be stored: once is enough until they can. */
  readonly #unstored = new Set<string>()
  readonly #identities = new ImportedIdentities()
  #adopting: Promise<unknown> = Promise.resolve()
  #index: RunIndex
  #dataVersion: number
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  /** Opens the store; marks runs as interrupted whose process died. @throws UserError when a newer Receptive wrote it. */
  constructor(workspace: Workspace, { warn }: RunStoreOptions) {
    this.#workspace = workspace
    this.#warn = warn
    const { index, problem } = openRunIndex(workspace.databaseFile)
    this.#index = index
    if (problem !== null) warn(problem)
    removeLeftImports(workspace.runsFolder)
    this.#use((opened) => reconcile(opened, workspace)).forEach(warn)
    this.#dataVersion = this.#index.getDataVersion()
    this.listRuns().forEach((record) => this.#noteSaid(record))
  }

  /** Makes the folder and the record of a run that is about to start. @throws UserError when it cannot be written. */
  createRun({
    experiment,
    datasetId,
    parameters,
    environment,
    trainerPid,
    origin = null
  }: NewRun): RunRecord {
    const [newest] = this.listRuns()
    const id = createRunId(newest && { newest: newest.id })
    const folder = new RunFolder(this.#workspace.runsFolder, id)
    return this.#use((index) =>
      index.inTransaction(() => {
        const others = index.list().map(({ record }) => record)
        const record: RunRecord = {
          id,
          name: chooseRunName(experiment.name, others),
          color: chooseRunColor(others),
          state: 'preparing',
          reason: null,
          experimentName: experiment.name,
          datasetId,
          origin,
          marks: NO_MARKS,
          importedFrom: null,
          createdAt: Date.now(),
          endedAt: null,
          epochs: experiment.training.epochs,
          epochsDone: origin?.epochsDone ?? 0,
          stepsDone: origin?.step ?? 0,
          elapsedMs: 0,
          parameters,
          seed: experiment.training.seed,
          notes: [],
          latest: {},
          test: null
        }
        const owner = this.#describeOwner(trainerPid)
        index.put({ record, owner, metricSeq: 0 })
        this.#createFolder(folder, { version: 1, owner, record }, experiment, environment)
        this.#live.set(id, new LiveRun(folder, owner, record))
        return record
      })
    )
  }

  /** Removes archived runs, all or none. @throws UserError when one is not archived, or at work. */
  discardRuns(runIds: readonly string[]): void {
    const runs = runIds.flatMap((runId) => this.findRun(runId) ?? [])
    const kept = runs.find(({ marks, state }) => !marks.isArchived || isActive(state))
    if (kept) {
      throw new UserError(
        isActive(kept.state)
          ? `"${kept.name}" is at work, so nothing was deleted. Stop it first.`
          : `"${kept.name}" is not archived, so nothing was deleted. Archive it first.`
      )
    }
    for (const { id } of runs) this.discardRun(id)
  }

  /**
   * Takes in a run of another workspace or program, to be looked at, one after the other; `isNew` is false for one that is
   * here already, as it is. @throws UserError when it cannot be written.
   */
  adopt(run: AdoptedRun): Promise<{ record: RunRecord; isNew: boolean }> {
    const adopted = this.#adopting.then(async () => {
      const known = await this.#findByIdentity(run.identity, run.record.id)
      return known
        ? { record: known, isNew: false }
        : { record: await this.#take(run), isNew: true }
    })
    this.#adopting = adopted.catch(() => undefined)
    return adopted
  }

  async #take({ record, identity, createFiles }: AdoptedRun): Promise<RunRecord> {
    const others = this.listRuns()
    const id = this.#chooseImportedId(record.id, others)
    const name = chooseRunName(record.name, others)
    const adopted = { ...record, id, name, color: chooseRunColor(others) }
    const run: RunFile = { version: 1, owner: null, record: adopted }
    const files = new Map([
      ...createFiles(id),
      createIdentityFile(identity),
      ['run.json', Buffer.from(`${JSON.stringify(run, null, 2)}\n`)] as const
    ])
    try {
      await writeImportedFolder(this.#workspace.runsFolder, id, files)
    } catch (error) {
      throw cannotStore(this.#workspace.runsFolder, error)
    }
    const problem = this.#use((index) => importRun(index, this.#folder(id)))
    const taken = this.findRun(id)
    if (!taken) {
      this.#folder(id).remove()
      throw new UserError(`This run was not imported. ${problem ?? 'It cannot be listed.'}`)
    }
    if (problem !== null) this.#warn(problem)
    this.#say(taken)
    return taken
  }

  /** The run that a file holds which is here already: imported before, or `runId` itself as it is now. */
  async #findByIdentity(identity: string, runId: string): Promise<RunRecord | null> {
    const runs = this.listRuns()
    const getFolder = (id: string) => this.#folder(id).path
    const imported = this.#identities.find(identity, runs, getFolder)
    if (imported) return imported
    const own = runs.find(({ id }) => id === runId)
    return own && (await computeIdentity(getFolder(runId), runId)) === identity ? own : null
  }

  /** Its own, unless that is taken, none of ours, or of a time to come: ids of new runs follow the newest one. */
  #chooseImportedId(wanted: string, others: readonly RunRecord[]): string {
    const isOurs = isRunId(wanted) && getRunTime(wanted) <= Date.now()
    const isFree = !others.some(({ id }) => id === wanted)
    if (isOurs && isFree && !this.#folder(wanted).exists()) return wanted
    const [newest] = others
    return createRunId(newest && { newest: newest.id })
  }

  /** Removes a run with all that it recorded. */
  discardRun(runId: string): void {
    this.#live.delete(runId)
    this.#said.delete(runId)
    this.#identities.forget(runId)
    this.#folder(runId).remove()
    this.#use((index) => index.remove(runId))
    for (const listener of [...this.#removalListeners]) listener(runId)
  }

  /**
   * Makes an ended run one of this process's, about to go on; the way back is `closeAgain` with its answer. What was
   * recorded is known again after reloadRun. @throws UserError when it is at work, or has reached its end.
   */
  reopenRun(runId: string, trainerPid?: number): RunRecord {
    const owner = this.#describeOwner(trainerPid)
    // In one transaction: of two processes that try at once, the second one finds the run at work.
    const { before, record } = this.#use((index) =>
      index.inTransaction(() => this.#claim(index, { runId, owner }))
    )
    const live = LiveRun.reopen(this.#folder(runId), owner, record)
    this.#live.set(runId, live)
    this.#storeAndSay(live)
    return before
  }

  #claim(
    index: RunIndex,
    { runId, owner }: { runId: string; owner: RunOwner }
  ): { before: RunRecord; record: RunRecord } {
    const run = index.get(runId)
    const before = run?.record ?? this.getRun(runId)
    refuseImported(before)
    if (!canGoOn(before.state)) {
      throw new UserError(
        `"${before.name}" is ${before.state}; only a run that ended early can go on. Continue it as a new run instead.`
      )
    }
    const record: RunRecord = {
      ...before,
      state: 'preparing',
      reason: null,
      endedAt: null,
      test: null
    }
    index.put({ record, owner, metricSeq: run?.metricSeq ?? 0 })
    this.#folder(runId).writeRun({ version: 1, owner, record })
    return { before, record }
  }

  /** Undoes reopenRun for a run that could not go on after all. */
  closeAgain(before: RunRecord): void {
    this.#live.delete(before.id)
    this.#use((index) =>
      index.inTransaction(() => {
        const run = index.get(before.id)
        if (run) this.#put(index, run, { ...before, ...pickLabels(run.record) })
      })
    )
    this.#say(this.getRun(before.id))
  }

  /** Reads what a run that goes on has recorded, which is less than it was: the trainer has cut it at the checkpoint. */
  reloadRun(runId: string): void {
    const live = this.#live.get(runId)
    if (!live) return
    live.reload()
    this.#storeAndSay(live)
  }

  /** Null when there is no such run: it may have been removed by hand, or by another process. */
  findRun(runId: string): RunRecord | null {
    return this.#live.get(runId)?.record ?? this.#use((index) => index.get(runId))?.record ?? null
  }

  /** @throws UserError when there is no such run. */
  getRun(runId: string): RunRecord {
    const record = this.findRun(runId)
    if (record) return record
    throw this.#unknownRun(runId)
  }

  /** All runs, newest first. */
  listRuns(): RunRecord[] {
    return this.#use((index) => index.list()).map(
      ({ record }) => this.#live.get(record.id)?.record ?? record
    )
  }

  /** @throws UserError when there is no such run. */
  renameRun(runId: string, name: string): RunRecord {
    return this.markRuns([{ runId, name }])[0] ?? this.getRun(runId)
  }

  /**
   * Takes in what a person says of runs, at work or not: all of it or nothing. Answers with the records as they are then.
   * @throws UserError when one of them is not there, or cannot be written.
   */
  markRuns(changes: readonly RunLabelChange[]): RunRecord[] {
    const records = this.#use((index) => index.inTransaction(() => this.#mark(index, changes)))
    return records.map((record) => {
      const live = this.#live.get(record.id)
      if (live) live.record = { ...live.record, ...pickLabels(record) }
      const newest = live?.record ?? record
      this.#say(newest)
      return newest
    })
  }

  /** Configuration and metrics of runs in a nutshell, kept until there are newer metrics; lets others work in between. */
  async getFacts(runIds: readonly string[]): Promise<RunFacts[]> {
    const found: RunFacts[] = []
    for (const runId of runIds) {
      if (this.#isClosed) break
      const kept = this.#use((index) => index.getFacts(runId))
      if (!kept) continue
      if (kept.facts && !this.#live.get(runId)?.isDirty) {
        found.push(kept.facts)
      } else {
        found.push(...this.#computeFacts(runId))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    return found
  }

  /** Takes in what the trainer reports of a run of this process; reports of other runs are left alone. */
  applyChange(change: RunChange): void {
    const live = this.#live.get(change.runId)
    if (live?.applyChange(change)) this.#storeAndSay(live)
  }

  /** Closes a run of this process whose trainer died; every batch that reached its log is kept. */
  markInterrupted(runId: string, reason: string): void {
    const live = this.#live.get(runId)
    if (live?.interrupt(reason)) this.#storeAndSay(live)
  }

  /** Takes in metrics of a run of this process. Quick: they are stored with the others, once a second. */
  appendMetrics(batch: MetricBatch): void {
    const live = this.#live.get(batch.runId)
    live?.append(batch)
    if (live?.isDirty) this.#storeSoon()
  }

  /** Everything recorded of a run, what is not yet stored included. */
  getHistory(runId: string): RunHistory {
    const live = this.#live.get(runId)
    if (live?.isDirty) this.#store(live)
    const run = this.#use((index) => index.get(runId))
    if (!run) throw this.#unknownRun(runId)
    const isStored = live === undefined || !live.isDirty
    const tables = isStored ? this.#use((index) => index.readTables(runId)) : null
    if (tables !== null) return { runId, seq: run.metricSeq, tables }
    const { batches } = this.#folder(runId).readMetricLog()
    return { runId, seq: batches.at(-1)?.seq ?? 0, tables: mergeBatches(batches) }
  }

  /** Some columns of one scope of a run, what is not yet stored included; null when it has no row of that scope. */
  readColumns(runId: string, scope: MetricScope, names: readonly ColumnName[]): MetricTable | null {
    const live = this.#live.get(runId)
    if (live?.isDirty) this.#store(live)
    const isStored = live === undefined || !live.isDirty
    const table = isStored ? this.#use((index) => index.readColumns(runId, scope, names)) : null
    if (table !== null) return table.steps.length > 0 ? table : null
    return this.getHistory(runId).tables.find((one) => one.scope === scope) ?? null
  }

  /** The newest sample predictions; null when there are none. */
  getPredictions(runId: string): PredictionBatch | null {
    return this.#folder(this.getRun(runId).id).readPredictions()
  }

  /** What the network said of every picture of a part; null when that was not stored. */
  getEvaluation({ runId, part, moment }: EvaluationRequest): Evaluation | null {
    return this.#folder(this.getRun(runId).id).readEvaluation(part, moment)
  }

  /** The experiment as it was when the run began. */
  getExperiment(runId: string): Experiment {
    return this.#folder(this.getRun(runId).id).readExperiment()
  }

  /** True for a run of another program: it has metrics, and no experiment. */
  isForeign(runId: string): boolean {
    return this.#folder(this.getRun(runId).id).isForeign()
  }

  /** What happened to the run beside its metrics, in the order of its steps. */
  getEvents(runId: string): RunEvent[] {
    return this.#folder(this.getRun(runId).id).readEvents()
  }

  /** Versions, processor and flags that the run began with. */
  getEnvironment(runId: string): RunEnvironment {
    return this.#folder(this.getRun(runId).id).readEnvironment()
  }

  getRunFolder(runId: string): string {
    return this.#folder(this.getRun(runId).id).path
  }

  /** True for a run that this process started; another process's run can be read, not stopped. */
  isOwn(runId: string): boolean {
    const run = this.#use((index) => index.get(runId))
    return run !== null && isSameProcess(run.owner, this.#owner)
  }

  /** True while the trainer of an interrupted run is still there, writing down what it had. */
  isBeingClosed(runId: string): boolean {
    const run = this.#use((index) => index.get(runId))
    const trainer = run?.owner?.trainer
    return run?.record.state === 'interrupted' && trainer !== undefined && isProcessAlive(trainer)
  }

  /** Hears every record that changed, from this process or, after lookAround, another one. */
  onDidChangeRun(listener: (record: RunRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onDidRemoveRun(listener: (runId: string) => void): () => void {
    this.#removalListeners.add(listener)
    return () => this.#removalListeners.delete(listener)
  }

  /** Looks what other processes did to the workspace, and closes runs that they left behind. */
  lookAround(): void {
    if (this.#isClosed) return
    const left = this.#listOthers().filter((run) => isActive(run.record.state) && !isOwned(run))
    for (const { record } of left) {
      this.#use((index) => importRun(index, this.#folder(record.id)))
    }
    const version = this.#use((index) => index.getDataVersion())
    if (version === this.#dataVersion && left.length === 0) return
    this.#dataVersion = version
    for (const { record } of this.#listOthers()) this.#say(record)
  }

  /** Stores what is not yet stored and gives the database back. */
  close(): void {
    if (this.#isClosed) return
    this.#storeDirty()
    this.#isClosed = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#listeners.clear()
    this.#removalListeners.clear()
    this.#index.close()
  }

  #unknownRun(runId: string): UserError {
    return new UserError(`There is no run '${runId}' in ${this.#workspace.folder}.`)
  }

  #listOthers() {
    return this.#use((index) => index.list()).filter(({ record }) => !this.#live.has(record.id))
  }

  #describeOwner(trainerPid: number | undefined): RunOwner {
    return {
      ...this.#owner,
      ...(trainerPid === undefined ? {} : { trainer: describeProcess(trainerPid) })
    }
  }

  #folder(runId: string): RunFolder {
    return new RunFolder(this.#workspace.runsFolder, runId)
  }

  #createFolder(
    folder: RunFolder,
    run: RunFile,
    experiment: Experiment,
    environment: RunEnvironment
  ): void {
    try {
      folder.create(run, experiment, environment)
    } catch (error) {
      folder.remove()
      throw cannotStore(folder.path, error)
    }
  }

  /** Folders that were written are as before when a later one cannot be. */
  #mark(index: RunIndex, changes: readonly RunLabelChange[]): RunRecord[] {
    const written: IndexedRun[] = []
    try {
      return changes.map((change) => {
        const run = index.get(change.runId)
        if (!run) throw this.#unknownRun(change.runId)
        written.unshift(run)
        return this.#put(index, run, applyLabels(run.record, change))
      })
    } catch (error) {
      for (const { owner, record } of written) {
        this.#folder(record.id).tryToWriteRun({ version: 1, owner, record })
      }
      if (error instanceof UserError || isDamage(error)) throw error
      throw new UserError(
        `The change cannot be stored in ${this.#workspace.folder}: ${describeFileError(error)}. Nothing was changed.`
      )
    }
  }

  /** A folder that was deleted stays so: the list has the run until the next start. */
  #put(index: RunIndex, run: IndexedRun, record: RunRecord): RunRecord {
    const folder = this.#folder(record.id)
    if (folder.exists()) folder.writeRun({ version: 1, owner: run.owner, record })
    index.put({ ...run, record })
    return record
  }

  /** None of a run that cannot be read. Kept when nothing of it is missing and nobody is at work on it. */
  #computeFacts(runId: string): RunFacts[] {
    try {
      const history = this.getHistory(runId)
      const record = this.getRun(runId)
      const { facts, isWhole } = computeFacts(record, this.#folder(runId), history)
      if (isWhole && !isActive(record.state)) {
        this.#use((index) => index.putFacts(facts, history.seq))
      }
      return [facts]
    } catch (error) {
      this.#warn(`Nothing can be said of run ${runId}: ${describeFileError(error)}.`)
      return []
    }
  }

  #storeSoon(): void {
    this.#timer ??= setTimeout(() => this.#storeDirty(), STORE_EVERY_MS).unref()
  }

  #storeDirty(): void {
    this.#timer = null
    for (const live of this.#live.values()) if (live.isDirty) this.#storeAndSay(live)
  }

  #storeAndSay(live: LiveRun): void {
    this.#store(live)
    this.#say(live.record)
  }

  /** What cannot be stored is tried again in a second. */
  #store(live: LiveRun): void {
    const { id, name, state } = live.record
    try {
      this.#use((index) => live.store(index))
      if (!isActive(state)) this.#live.delete(id)
      this.#unstored.delete(id)
    } catch (error) {
      const isNew = !this.#unstored.has(id)
      this.#unstored.add(id)
      if (isNew) this.#warn(`Run "${name}" cannot be stored now: ${describeFileError(error)}.`)
      this.#storeSoon()
    }
  }

  #say(record: RunRecord): void {
    if (!this.#noteSaid(record)) return
    for (const listener of [...this.#listeners]) listener(record)
  }

  /** False when it says what was said last. */
  #noteSaid(record: RunRecord): boolean {
    const last = this.#said.get(record.id)
    if (last?.record === record) return false
    const text = JSON.stringify(record)
    this.#said.set(record.id, { record, text })
    return last?.text !== text
  }

  /** Works on the index; when it turns out to be damaged, makes a new one from the folders and works on that. */
  #use<T>(work: (index: RunIndex) => T): T {
    try {
      return work(this.#index)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#index.close()
      this.#warn(moveDamagedAside(this.#workspace.databaseFile))
      this.#index = new RunIndex(this.#workspace.databaseFile)
      reconcile(this.#index, this.#workspace).forEach(this.#warn)
      return work(this.#index)
    }
  }
}

function cannotStore(folder: string, error: unknown): UserError {
  const wayOut = isDiskFull(error) ? 'Make room, or choose' : 'Choose'
  return new UserError(
    `The run cannot be stored in ${folder}: ${describeFileError(error)}. ${wayOut} another workspace with --workspace.`
  )
}

/** @throws UserError for a run that came from a file: what it began with is not here. */
export function refuseImported({
  name,
  importedFrom
}: Pick<RunRecord, 'name' | 'importedFrom'>): void {
  if (importedFrom === null) return
  throw new UserError(
    `"${name}" was imported from ${importedFrom} and can only be looked at. Train it from scratch to make a run of this workspace.`
  )
}
