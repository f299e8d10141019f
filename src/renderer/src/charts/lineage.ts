/** A run and those it goes on from, as one row of values: each counts up to the step where the next one took over. */
import type { MetricScope, SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import type { RunMetrics, Series } from '../stores/run-metrics'

export interface LineagePart {
  readonly run: RunMetrics
  readonly colorSlot: number
  /** The step where this run took over; 0 for one that began from scratch. */
  readonly firstStep: number
  /** Whole epochs done before it: its own first one is the next. */
  readonly epochsBefore: number
  /** Steps and epochs above these are another future of this run; Infinity for the newest of the lineage. */
  readonly lastStep: number
  readonly lastEpoch: number
}

/** The oldest first; empty for no run. */
export type Lineage = readonly LineagePart[]

/** The run and its known ancestors, the oldest first. One whose parent was removed begins the row. */
export function findAncestry(
  record: RunRecord,
  get: (runId: string) => RunRecord | null
): RunRecord[] {
  const found = [record]
  for (let [oldest] = found; oldest?.origin; [oldest] = found) {
    const parent = get(oldest.origin.runId)
    if (!parent || found.includes(parent)) break
    found.unshift(parent)
  }
  return found
}

/** `records` as findAncestry gives them. */
export function createLineage(
  records: readonly RunRecord[],
  open: (runId: string) => RunMetrics
): Lineage {
  return records.map(({ id, color, origin }, index) => {
    const next = records[index + 1]?.origin
    return {
      run: open(id),
      colorSlot: color,
      firstStep: origin?.step ?? 0,
      epochsBefore: origin?.epochsDone ?? 0,
      lastStep: next?.step ?? Infinity,
      lastEpoch: next?.epochsDone ?? Infinity
    }
  })
}

/** The values of one part of a lineage within a joined row. */
export interface JoinedPart {
  readonly part: LineagePart
  readonly series: Series
  /** Its rows of the joined columns: from `start`, up to before `end`. */
  readonly start: number
  readonly end: number
}

export interface JoinedSeries {
  readonly parts: readonly JoinedPart[]
  readonly steps: Float64Array
  /** The number of the epoch of each row, from 1; counted for the scope `epoch` alone. */
  readonly epochs: Float64Array
  readonly values: Float64Array
}

/** One series through the whole lineage; null where nobody has a value. A lone run's columns are not copied. */
export function joinSeries(
  lineage: Lineage,
  scope: MetricScope,
  name: SeriesName
): JoinedSeries | null {
  const parts: JoinedPart[] = []
  for (const part of lineage) {
    const series = part.run.series(scope, name)
    const start = parts.at(-1)?.end ?? 0
    const count = series ? countRows(series, scope, part) : 0
    if (series && count > 0) parts.push({ part, series, start, end: start + count })
  }
  if (parts.length === 0) return null
  return {
    parts,
    steps: concatenate(parts, ({ steps }) => steps.view()),
    epochs: scope === 'epoch' ? numberEpochs(parts) : new Float64Array(),
    values: concatenate(parts, ({ values }) => values.view())
  }
}

/** How many steps all parts together have, and the first and the last of them; null before the first. */
export function findExtent(
  lineage: Lineage,
  scope: MetricScope,
  names: readonly SeriesName[]
): { points: number; first: number; last: number } | null {
  for (const name of names) {
    const steps = joinSeries(lineage, scope, name)?.steps
    const [first, last] = [steps?.at(0), steps?.at(-1)]
    if (steps && first !== undefined && last !== undefined) {
      return { points: steps.length, first, last }
    }
  }
  return null
}

/** Rows of a series that belong to this part: those up to its last step, and its last epoch. */
function countRows({ steps }: Series, scope: MetricScope, part: LineagePart): number {
  const view = steps.view()
  let count = view.length
  while (count > 0 && (view[count - 1] ?? 0) > part.lastStep) count--
  return scope === 'epoch' ? Math.min(count, part.lastEpoch - part.epochsBefore) : count
}

function concatenate(
  parts: readonly JoinedPart[],
  read: (series: Series) => Float64Array
): Float64Array {
  const [only] = parts
  if (only && parts.length === 1) return read(only.series).subarray(0, only.end)
  const joined = new Float64Array(parts.at(-1)?.end ?? 0)
  for (const { series, start, end } of parts) {
    joined.set(read(series).subarray(0, end - start), start)
  }
  return joined
}

function numberEpochs(parts: readonly JoinedPart[]): Float64Array {
  const numbers = new Float64Array(parts.at(-1)?.end ?? 0)
  for (const { part, start, end } of parts) {
    for (let row = start; row < end; row++) numbers[row] = part.epochsBefore + row - start + 1
  }
  return numbers
}
