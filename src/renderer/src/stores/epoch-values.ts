/** The epoch values of many runs at once: a few numbers each, while the store of metrics holds whole runs, and few. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { dataParts, metricKeys, seriesName, type SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import { createLineage, joinSeries } from '../charts/lineage'
import { useAppClient } from '../app-client'
import { createRunMetrics } from './run-metrics'
import { useRunsStore } from './runs'

export interface EpochSeries {
  /** From 1, and those of the runs before it counted. */
  readonly epochs: Float64Array
  readonly values: Float64Array
}

export type EpochValues = ReadonlyMap<SeriesName, EpochSeries>

export const useEpochValuesStore = defineStore('epoch-values', () => {
  const app = useAppClient()
  const values = shallowReactive(new Map<string, EpochValues>())
  const readAt = new Map<string, string>()
  let queue = Promise.resolve()

  useRunsStore().onDidForget((runId) => {
    values.delete(runId)
    readAt.delete(runId)
  })

  /** Reads the values of a run unless they are here for its present epoch and state. */
  function want(record: RunRecord): void {
    const mark = `${record.state}:${record.epochsDone}`
    if (readAt.get(record.id) === mark) return
    readAt.set(record.id, mark)
    // One after another: a long list must not flood main. A history that cannot be read is asked for again next time.
    queue = queue.then(() => read(record, mark)).catch(() => void readAt.delete(record.id))
  }

  async function read(record: RunRecord, mark: string): Promise<void> {
    const history = await app.call.getRunHistory({ runId: record.id })
    if (readAt.get(record.id) !== mark) return
    const tables = history.tables.filter(({ scope }) => scope === 'epoch')
    const metrics = createRunMetrics(record.id)
    metrics.join({ ...history, tables })
    const lineage = createLineage([record], () => metrics)
    values.set(
      record.id,
      new Map(
        allNames.flatMap((name) => {
          const joined = joinSeries(lineage, 'epoch', name)
          return joined ? [[name, { epochs: joined.epochs, values: joined.values }] as const] : []
        })
      )
    )
  }

  return { values, want }
})

/** In the order in which tables show them: what a run is judged by comes first. */
const allNames = [...dataParts]
  .reverse()
  .flatMap((part) => metricKeys.map((metric) => seriesName(part, metric)))
