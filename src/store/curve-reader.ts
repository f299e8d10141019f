/** Curves of several runs, straight from the index, thinned here so that little crosses to the window. */
import { isCountingAxis, type CurveRequest, type WireCurves } from '@shared/curves/curve-request'
import {
  createEpochScale,
  createExampleScale,
  lookUp,
  type BatchSpan
} from '@shared/curves/axis-values'
import { makeCurve } from '@shared/curves/make-curve'
import { packCurves, type RunCurve } from '@shared/curves/pack'
import {
  metricKeys,
  metrics,
  seriesName,
  type DataPart,
  type MetricKey,
  type MetricTable,
  type SeriesName
} from '@shared/metrics'
import { isActive, isForeign, type RunRecord } from '@shared/run'
import { pickSeries, type RecordedSeries } from '@shared/recorded-series'
import type { RunStore } from './run-store'
import { RunCache } from './run-cache'

/** After so long the event loop gets a turn: live metrics and the window's other calls do not wait for a comparison. */
const TURN_MS = 8

/** Two hundred runs of 20,000 steps of one metric, or a few of many: a zoom reads none of them from the index again. */
const MOST_TABLE_BYTES = 96 * 2 ** 20
/** A hundred runs in five charts, three times: the way back from a zoom is thinned already. */
const MOST_LOOK_BYTES = 32 * 2 ** 20

/** What one request gets of one run. */
interface RunLook {
  readonly curves: readonly RunCurve[]
  readonly marks: WireCurves['marks']
}

type Scale = (step: number) => number

export class CurveReader {
  readonly #store: RunStore
  /** Of runs whose batch size was asked for: an experiment never changes. */
  readonly #batchSizes = new Map<string, number>()

  readonly #tables = new RunCache<MetricTable>({
    mostBytes: MOST_TABLE_BYTES,
    sizeOf: ({ steps, elapsedMs, columns }) =>
      countBytes([steps, elapsedMs, ...Object.values(columns)])
  })
  readonly #looks = new RunCache<RunLook>({
    mostBytes: MOST_LOOK_BYTES,
    sizeOf: ({ curves }) =>
      countBytes(
        curves.flatMap(({ raw, smooth }) => [raw.x, raw.y, ...(smooth ? [smooth.x, smooth.y] : [])])
      )
  })

  constructor(store: RunStore) {
    this.#store = store
    store.onDidChangeRun(({ id }) => this.#forget(id))
    store.onDidRemoveRun((runId) => this.#forget(runId))
  }

  /** Curves in the order of the runs, then of the series; a run or series without values has none. */
  async read(request: CurveRequest): Promise<WireCurves> {
    const curves: RunCurve[] = []
    const marks: WireCurves['marks'] = []
    const key = JSON.stringify({ ...request, runIds: [] })
    let turnBegan = performance.now()
    for (const runId of request.runIds) {
      const record = this.#store.findRun(runId)
      if (!record) continue
      const look = (): RunLook => this.#look(record, request)
      // A run at work has more with every look.
      const found = isActive(record.state) ? look() : this.#looks.get(runId, key, look)
      curves.push(...(found?.curves ?? []))
      marks.push(...(found?.marks ?? []))
      if (performance.now() - turnBegan < TURN_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      turnBegan = performance.now()
    }
    return { ...packCurves(curves), marks }
  }

  #look(record: RunRecord, request: CurveRequest): RunLook {
    const run = new RunReader({ store: this.#store, tables: this.#tables, record, request }, () =>
      this.#listBatchSpans(record)
    )
    return { curves: run.readCurves(), marks: run.readMarks() }
  }

  #forget(runId: string): void {
    this.#tables.forget(runId)
    this.#looks.forget(runId)
  }

  /** The batch sizes of a run and of those it goes on from, the oldest first. */
  #listBatchSpans(record: RunRecord, seen: ReadonlySet<string> = new Set()): BatchSpan[] {
    const parent = record.origin && this.#store.findRun(record.origin.runId)
    const known = new Set([...seen, record.id])
    // Files of others may name each other as parents.
    const before = parent && !known.has(parent.id) ? this.#listBatchSpans(parent, known) : []
    const batchSize =
      this.#batchSizes.get(record.id) ?? this.#store.getExperiment(record.id).training.batchSize
    this.#batchSizes.set(record.id, batchSize)
    const firstStep = before.length > 0 ? (record.origin?.step ?? 0) : 0
    return [...before, { firstStep, batchSize }]
  }
}

function countBytes(arrays: readonly Float64Array[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** Reads one run for one request: each table once, and no column that is not needed. */
class RunReader {
  readonly #tables = new Map<string, MetricTable | null>()

  constructor(
    private readonly sources: {
      readonly store: RunStore
      readonly tables: RunCache<MetricTable>
      readonly record: RunRecord
      readonly request: CurveRequest
    },
    private readonly listBatchSpans: () => BatchSpan[]
  ) {}

  readCurves(): RunCurve[] {
    const { series, range, isLogX, columns, smoothing } = this.sources.request
    return series.flatMap((name) => {
      const found = this.#findSeries(name)
      if (!found) return []
      const points = { x: this.#placeOnAxis(found.recorded), y: found.recorded.values }
      const { better } = metrics[name.slice(name.indexOf('/') + 1) as MetricKey]
      // Values of whole epochs are few and each is meant: an average would hide them.
      const weight = found.scope === 'step' ? smoothing : 0
      const curve = makeCurve(points, { range, isLogX, columns, smoothing: weight, better })
      return curve ? [{ runId: this.sources.record.id, series: name, ...curve }] : []
    })
  }

  readMarks(): WireCurves['marks'] {
    const { id: runId } = this.sources.record
    const { x } = this.sources.request
    const scale = this.#scale
    return this.sources.store.getEvents(runId).flatMap((event) => {
      const place = x === 'time' ? event.elapsedMs / 1000 : (scale?.(event.step) ?? NaN)
      return Number.isFinite(place) ? [{ runId, x: place, event }] : []
    })
  }

  /** Per step if it was recorded so and is wanted so, else per epoch. */
  #findSeries(name: SeriesName): { scope: 'step' | 'epoch'; recorded: RecordedSeries } | null {
    const perStep =
      this.sources.request.scope === 'step' ? pickSeries(this.#readSteps(), name) : null
    if (perStep) return { scope: 'step', recorded: perStep }
    const perEpoch = pickSeries(this.#readEpochs(), name)
    return perEpoch && { scope: 'epoch', recorded: perEpoch }
  }

  #placeOnAxis(recorded: RecordedSeries): Float64Array {
    const { x } = this.sources.request
    if (x === 'step') return recorded.steps
    if (x === 'time') return recorded.elapsedMs.map((milliseconds) => milliseconds / 1000)
    if (isCountingAxis(x)) return recorded.steps.map(this.#scale ?? (() => NaN))
    const other = this.#findSeries(x)
    return other ? lookUp(recorded.steps, other.recorded) : recorded.steps.map(() => NaN)
  }

  #knownScale: Scale | null | undefined

  /** From a step to its place on the axis; null where an axis has none for steps alone. */
  get #scale(): Scale | null {
    if (this.#knownScale === undefined) this.#knownScale = this.#createScale()
    return this.#knownScale
  }

  #createScale(): Scale | null {
    const { x } = this.sources.request
    if (x === 'step') return (step) => step
    // A log of another program tells no batch size: it has no place on this axis.
    if (x === 'examples') {
      return isForeign(this.sources.record) ? null : createExampleScale(this.listBatchSpans())
    }
    if (x !== 'epoch') return null
    const ends = this.#readEpochs()?.steps ?? new Float64Array()
    const { origin } = this.sources.record
    return createEpochScale({
      ends: ends.filter((step, row) => step !== ends[row + 1]),
      epochsBefore: origin?.epochsDone ?? 0,
      firstStep: origin?.step ?? 0
    })
  }

  #readSteps(): MetricTable | null {
    return this.#readTable('step', this.#wanted)
  }

  /** With the other metrics of the same parts, which tell a filler from a value. */
  #readEpochs(): MetricTable | null {
    const parts = new Set(this.#wanted.map((name) => name.slice(0, name.indexOf('/')) as DataPart))
    const names = [...parts].flatMap((part) => metricKeys.map((metric) => seriesName(part, metric)))
    return this.#readTable('epoch', names)
  }

  get #wanted(): SeriesName[] {
    const { series, x } = this.sources.request
    return isCountingAxis(x) ? series : [...series, x]
  }

  #readTable(scope: 'step' | 'epoch', names: readonly SeriesName[]): MetricTable | null {
    const known = this.#tables.get(scope)
    if (known !== undefined) return known
    const columns = this.sources.request.x === 'time' ? (['elapsedMs', ...names] as const) : names
    const { id, state } = this.sources.record
    const read = (): MetricTable | null => this.sources.store.readColumns(id, scope, columns)
    const table = isActive(state)
      ? read()
      : this.sources.tables.get(id, `${scope} ${columns.join()}`, read)
    this.#tables.set(scope, table)
    return table
  }
}
