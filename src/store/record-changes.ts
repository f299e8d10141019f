/** How a RunRecord changes: pure functions from a record and what happened to the next record. */
import type { MetricBatch, SeriesName } from '@shared/metrics'
import { canMove, isActive, type RunChange, type RunLabelChange, type RunRecord } from '@shared/run'

/** Takes in what the trainer reports; null when the report comes from a state that the run has left. */
export function applyChange(record: RunRecord, change: RunChange, now: number): RunRecord | null {
  if (change.state !== record.state && !canMove(record.state, change.state)) return null
  if (!isActive(record.state)) return null
  const { createdAt } = record
  return {
    ...record,
    state: change.state,
    reason: change.reason,
    endedAt: isActive(change.state) ? null : notBefore(createdAt, change, now),
    epochs: change.epochs,
    epochsDone: change.epochsDone,
    stepsDone: change.stepsDone,
    elapsedMs: change.elapsedMs,
    notes: change.notes,
    test: change.test ?? record.test
  }
}

/** Takes in metrics. Reports of changes are rare; between them these numbers are the newest that is known. */
export function applyBatch(record: RunRecord, batch: MetricBatch, epochsDone: number): RunRecord {
  const isShown = batch.scope === 'epoch' || epochsDone === 0
  const newest = Object.entries(batch.columns).flatMap(([name, values]) => {
    const value = values && findLastNumber(values)
    return value === undefined ? [] : [[name as SeriesName, value] as const]
  })
  return {
    ...record,
    epochsDone: Math.max(record.epochsDone, epochsDone),
    stepsDone: Math.max(record.stepsDone, batch.steps.at(-1) ?? 0),
    elapsedMs: Math.max(record.elapsedMs, batch.elapsedMs.at(-1) ?? 0),
    latest: isShown ? { ...record.latest, ...Object.fromEntries(newest) } : record.latest
  }
}

/** What a run becomes when its process died under it. */
export function interrupt(record: RunRecord, reason: string, endedAt: number): RunRecord {
  return {
    ...record,
    state: 'interrupted',
    reason,
    endedAt: notBefore(record.createdAt, record, endedAt)
  }
}

/** What a person says of a run, which no training changes. */
export function pickLabels({
  name,
  color,
  marks
}: RunRecord): Pick<RunRecord, 'name' | 'color' | 'marks'> {
  return { name, color, marks }
}

/** Takes in what a person says of the run; a tag counts once. */
export function applyLabels(record: RunRecord, { marks, name, color }: RunLabelChange): RunRecord {
  return {
    ...record,
    name: name ?? record.name,
    color: color ?? record.color,
    marks: marks ? { ...marks, tags: [...new Set(marks.tags)] } : record.marks
  }
}

/** A clock that was set back makes no run end before it began. */
function notBefore(
  createdAt: number,
  { elapsedMs }: Pick<RunRecord, 'elapsedMs'>,
  now: number
): number {
  return Math.max(now, Math.round(createdAt + elapsedMs))
}

/** Infinity is a value (the loss diverged), NaN is none. */
function findLastNumber(values: Float64Array): number | undefined {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index]
    if (value !== undefined && !Number.isNaN(value)) return value
  }
  return undefined
}
