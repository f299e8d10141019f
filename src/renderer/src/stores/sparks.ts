/** The spark lines of runs: a few values each, read from the history once a run is in sight and again when it ends. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { MetricScope, RunHistory, SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import { decimate } from '@shared/curves/decimate'
import { createSmoother } from '@shared/curves/smooth'
import { useAppClient } from '../app-client'
import { useRunsStore } from './runs'

const COLUMNS = 20

/** Batch values jump; at this weight the shape of the curve remains. */
const STEP_SMOOTHING = 0.9

export const useSparksStore = defineStore('sparks', () => {
  const app = useAppClient()
  const sparks = shallowReactive(new Map<string, readonly number[]>())
  const readAt = new Map<string, string>()
  let queue = Promise.resolve()

  useRunsStore().onDidForget((runId) => {
    sparks.delete(runId)
    readAt.delete(runId)
  })

  /** Reads the spark line of a run unless it is here for the run's present epoch and state. */
  function want(record: RunRecord): void {
    const mark = `${record.state}:${record.epochsDone}`
    if (readAt.get(record.id) === mark) return
    readAt.set(record.id, mark)
    // One after another: a long list must not flood main. A history that cannot be read leaves no line.
    queue = queue
      .then(() => app.call.getRunHistory({ runId: record.id }))
      .then(
        (history) => void sparks.set(record.id, computeSpark(history)),
        () => void readAt.delete(record.id)
      )
  }

  return { sparks, want }
})

/** A few values of the curve that a run is judged by: validation if there is any, else training. */
export function computeSpark(history: RunHistory): readonly number[] {
  const candidates = [
    columnOf(history, 'epoch', 'validation/accuracy'),
    columnOf(history, 'epoch', 'train/accuracy'),
    smooth(columnOf(history, 'step', 'train/accuracy'))
  ]
  const values = candidates.find(({ length }) => length > 1) ?? new Float64Array()
  const x = Float64Array.from(values, (_, index) => index)
  return decimate({ x, y: values, columns: COLUMNS }).map(({ y }) => y)
}

function columnOf(history: RunHistory, scope: MetricScope, name: SeriesName): Float64Array {
  const columns = history.tables.flatMap((table) =>
    table.scope === scope ? [...(table.columns[name] ?? [])] : []
  )
  return Float64Array.from(columns.filter((value) => !Number.isNaN(value)))
}

function smooth(values: Float64Array): Float64Array {
  return createSmoother(STEP_SMOOTHING).extend(values)
}
