/** The metrics of a run in a nutshell: of each series its last and its best value, and how long a step took. */
import { median } from './median'
import { metrics, metricScopes, type MetricKey, type MetricTable, type SeriesName } from './metrics'
import type { RunFacts } from './run-facts'

type Summaries = RunFacts['metrics']
type Summary = NonNullable<Summaries[SeriesName]>

/** Of each series its values of epochs, and where there are none its values of steps. */
export function summarizeMetrics(
  tables: readonly MetricTable[],
  { epochsBefore = 0 }: { epochsBefore?: number } = {}
): Summaries {
  const summaries: Summaries = {}
  // Of steps first: what is there of epochs, too, takes its place.
  for (const table of metricScopes.flatMap((scope) =>
    tables.filter((one) => one.scope === scope)
  )) {
    const epochs = table.scope === 'epoch' ? countEpochs(table.steps, epochsBefore) : null
    for (const [name, values] of Object.entries(table.columns) as [SeriesName, Float64Array][]) {
      const summary = summarize(name, values, { steps: table.steps, epochs })
      if (summary) summaries[name] = summary
    }
  }
  return summaries
}

/** The median of the times between two steps that follow one another; null when there are fewer than two. */
export function computeMsPerStep(tables: readonly MetricTable[]): number | null {
  const table = tables.find(({ scope }) => scope === 'step')
  if (!table) return null
  const times: number[] = []
  for (let row = 1; row < table.steps.length; row++) {
    const steps = (table.steps[row] ?? NaN) - (table.steps[row - 1] ?? NaN)
    const elapsed = (table.elapsedMs[row] ?? NaN) - (table.elapsedMs[row - 1] ?? NaN)
    if (steps > 0 && elapsed >= 0) times.push(elapsed / steps)
  }
  return times.length === 0 ? null : median(times)
}

/** The epoch of each row of a table of epochs, from 1: rows of one step are of one epoch. */
export function countEpochs(steps: Float64Array, epochsBefore: number): number[] {
  let epoch = epochsBefore
  return Array.from(steps, (step, row) => (step === steps[row - 1] ? epoch : ++epoch))
}

function summarize(
  name: SeriesName,
  values: Float64Array,
  { steps, epochs }: { steps: Float64Array; epochs: readonly number[] | null }
): Summary | null {
  const { better } = metrics[name.slice(name.indexOf('/') + 1) as MetricKey]
  let bestRow = -1
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN
    if (!Number.isFinite(value)) continue
    const best = bestRow < 0 ? NaN : (values[bestRow] ?? NaN)
    if (bestRow < 0 || (better === 'higher' ? value > best : value < best)) bestRow = row
  }
  if (bestRow < 0) return null
  const lastRow = findLastRow(values)
  return {
    last: values[lastRow] ?? NaN,
    lastStep: steps[lastRow] ?? 0,
    best: values[bestRow] ?? NaN,
    bestStep: steps[bestRow] ?? 0,
    bestEpoch: epochs?.[bestRow] ?? null
  }
}

/** NaN says of most rows that nothing was computed there, so infinity counts as a value and NaN does not. */
function findLastRow(values: Float64Array): number {
  for (let row = values.length - 1; row >= 0; row--) {
    if (!Number.isNaN(values[row] ?? NaN)) return row
  }
  return -1
}
