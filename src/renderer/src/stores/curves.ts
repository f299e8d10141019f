/** The curves of the compared runs: asked for once a look, and again only for a run that has changed. */
import { defineStore } from 'pinia'
import { markRaw, shallowRef } from 'vue'
import type { CurveRequest, WireCurves } from '@shared/curves/curve-request'
import { unpackCurves, type RunCurve } from '@shared/curves/pack'
import type { RunEvent } from '@shared/run-events'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'
import { useMetricsStore } from './metrics'
import { useRunsStore } from './runs'

/** What is looked at, whichever runs are. */
export type CurveQuery = Omit<CurveRequest, 'runIds'>

export interface PlacedEvent {
  readonly x: number
  readonly event: RunEvent
}

/** The curves and marks of one run. Its identity changes when it was read anew, and only then. */
export interface CurvesOfRun {
  readonly curves: readonly RunCurve[]
  readonly events: readonly PlacedEvent[]
}

/** What the store has read; replaced as a whole. */
export interface CurveAnswer {
  readonly query: CurveQuery
  readonly runs: ReadonlyMap<string, CurvesOfRun>
}

/** A live curve is read anew four times a second. */
const REFRESH_EVERY_MS = 250

export const useCurvesStore = defineStore('curves', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const answer = shallowRef<CurveAnswer | null>(null)
  /** True from a new question to its answer. */
  const isReading = shallowRef(false)
  let wanted: { query: CurveQuery; runIds: readonly string[] } | null = null
  let isAsking = false
  /** Runs whose curves are no longer what was read. */
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null

  /** Says what is looked at from now on; the answer follows, and what is here already stays until then. */
  function show(query: CurveQuery, runIds: readonly string[]): void {
    wanted = { query, runIds }
    isReading.value = listMissing().length > 0
    void ask()
  }

  /** Reads what is likely to be looked at next, unless something is looked at already. */
  function readAhead(query: CurveQuery, runIds: readonly string[]): void {
    if (wanted || isAsking) return
    const ahead = { query, runIds }
    wanted = ahead
    void ask().then(() => {
      performance.mark('compare-curves-ahead')
      if (wanted === ahead) leave()
    })
  }

  /** Nothing is looked at any more: live runs are not followed. */
  function leave(): void {
    wanted = null
    if (timer) clearTimeout(timer)
    timer = null
  }

  /** One question at a time: of those that come meanwhile, the newest is asked. */
  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      for (let missing = listMissing(); wanted && missing.length > 0; missing = listMissing()) {
        missing.forEach((runId) => changed.delete(runId))
        const { query } = wanted
        take(query, missing, await app.call.getCurves({ ...query, runIds: [...missing] }))
      }
      isReading.value = false
    } catch (error) {
      wanted = null
      isReading.value = false
      messages.showError(error)
    } finally {
      isAsking = false
    }
  }

  function listMissing(): readonly string[] {
    if (!wanted) return []
    const known = answer.value
    if (!known || !isSameQuery(known.query, wanted.query)) return wanted.runIds
    return wanted.runIds.filter((runId) => !known.runs.has(runId) || isDue(runId))
  }

  /** A run that goes on all the time is not asked for all the time. */
  function isDue(runId: string): boolean {
    return changed.has(runId) && timer === null
  }

  function take(query: CurveQuery, runIds: readonly string[], wire: WireCurves): void {
    const known = answer.value
    const isSame = known !== null && isSameQuery(known.query, query)
    const read = new Map<string, { curves: RunCurve[]; events: PlacedEvent[] }>(
      runIds.map((runId) => [runId, { curves: [], events: [] }])
    )
    for (const curve of unpackCurves(wire)) read.get(curve.runId)?.curves.push(markRaw(curve))
    for (const { runId, x, event } of wire.marks) read.get(runId)?.events.push({ x, event })
    answer.value = markRaw({ query, runs: new Map([...(isSame ? known.runs : []), ...read]) })
  }

  /** Notes that a run has more than was read; it is read anew soon, with others that have, or when it is looked at. */
  function note(runId: string): void {
    if (answer.value?.runs.has(runId)) changed.add(runId)
    if (wanted?.runIds.includes(runId))
      timer ??= setTimeout(() => {
        timer = null
        void ask()
      }, REFRESH_EVERY_MS)
  }

  useMetricsStore().onDidTake(note)
  app.on('onDidChangeRun', ({ id }) => note(id))
  app.on('onRunEvent', ({ runId }) => note(runId))
  runs.onDidForget(note)

  return { answer, isReading, show, readAhead, leave }
})

function isSameQuery(one: CurveQuery, other: CurveQuery): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
