/** MetricBatch, in a run that this process works on: its record, what is not yet stored of it, and how that is stored. */
import type { MetricBatch } from '@shared/metrics'
import { isActive, type RunChange, type RunRecord } from '@shared/run'
import { MetricBuffer } from './metric-buffer'
import type { RunOwner } from './process-owner'
import { applyBatch, applyChange, interrupt, pickLabels } from './record-changes'
import { replay } from './recovery'
import type { RunFolder } from './run-folder'
import type { RunIndex } from './run-index'

export class LiveRun {
  record: RunRecord
  /** Whether the disk lacks something of it. */
  isDirty = false
  readonly #folder: RunFolder
  readonly #owner: RunOwner
  #buffer = new MetricBuffer()
  /** Whether run.json is older than the state. */
  #isFolderBehind = false
  /** Whether the index holds rows that the log no longer has. */
  #isIndexAhead = false

  constructor(folder: RunFolder, owner: RunOwner, record: RunRecord) {
    this.#folder = folder
    this.#owner = owner
    this.record = record
  }

  /** A run that goes on: what is known of it counts until it is read anew. */
  static reopen(folder: RunFolder, owner: RunOwner, record: RunRecord): LiveRun {
    const live = new LiveRun(folder, owner, record)
    live.#buffer = replay(record, folder.readMetricLog().batches).buffer
    live.#changeState(record)
    return live
  }

  /** Takes in what the trainer reports; false when it comes from a state that the run has left. */
  applyChange(change: RunChange): boolean {
    const record = applyChange(this.record, change, Date.now())
    if (record) this.#changeState(record)
    return record !== null
  }

  /** Closes a run whose trainer died; every batch that reached its log is kept. False when it has already ended. */
  interrupt(reason: string): boolean {
    if (!isActive(this.record.state)) return false
    this.#readLog()
    this.#changeState(interrupt(this.record, reason, Date.now()))
    return true
  }

  append(batch: MetricBatch): void {
    if (batch.seq <= this.#buffer.seq) return
    // The port keeps the order, so a gap means that a batch never came; the log has it.
    if (batch.seq !== this.#buffer.seq + 1) this.#readLog()
    if (batch.seq > this.#buffer.seq) {
      this.#buffer.append(batch)
      this.record = applyBatch(this.record, batch, this.#buffer.epochsDone)
    }
    this.isDirty = true
  }

  /** Folder first, because it is the truth, then the index. @throws what the disk says; then all of it is still dirty. */
  store(index: RunIndex): void {
    this.isDirty = true
    index.inTransaction(() => this.#storeAll(index))
    this.#isFolderBehind = false
    this.#isIndexAhead = false
    this.#buffer.markStored()
    this.isDirty = false
  }

  #storeAll(index: RunIndex): void {
    this.#adoptLabels(index)
    const { record } = this
    // A folder that was deleted stays so: the list has the run until the next start.
    if (this.#isFolderBehind && this.#folder.exists()) {
      this.#folder.writeRun({ version: 1, owner: this.#owner, record })
    }
    const run = { record, owner: this.#owner, metricSeq: this.#buffer.seq }
    index.putWithChunks(run, this.#buffer.getUnstored(), { replace: this.#isIndexAhead })
  }

  /** What a person says of a run is stored at once, perhaps by another process: there the index knows better. */
  #adoptLabels(index: RunIndex): void {
    const kept = index.get(this.record.id)?.record
    if (kept) this.record = { ...this.record, ...pickLabels(kept) }
  }

  /** Starts anew from a log that was cut; the numbers of the record go back with it. */
  reload(): void {
    const { origin } = this.record
    const beginning = {
      ...this.record,
      epochsDone: origin?.epochsDone ?? 0,
      stepsDone: origin?.step ?? 0,
      elapsedMs: 0,
      latest: {}
    }
    const { buffer, record } = replay(beginning, this.#folder.readMetricLog().batches)
    this.#buffer = buffer
    this.#isIndexAhead = true
    this.#changeState(record)
  }

  #changeState(record: RunRecord): void {
    this.record = record
    this.#isFolderBehind = true
    this.isDirty = true
  }

  /** Starts anew from the run's log, which has more than what came over the port; a torn tail is what was being written. */
  #readLog(): void {
    const { batches } = this.#folder.readMetricLog()
    if ((batches.at(-1)?.seq ?? 0) <= this.#buffer.seq) return
    const { buffer, record } = replay(this.record, batches)
    this.#buffer = buffer
    this.record = record
  }
}
