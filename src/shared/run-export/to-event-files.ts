/** A run as event files in the folders and under the tags that Keras' TensorBoard callback uses, so that both lie over each other. */
import { dataParts, metrics, type DataPart, type MetricKey, type MetricTable } from '../metrics'
import { writeEventFile, type ScalarPoint } from '../tensorboard/events'
import type { RunContent } from './run-content'

/** The files by their paths in the log folder of the run. */
export function runToEventFiles(run: RunContent): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const seconds = Math.floor(run.record.createdAt / 1000)
  for (const part of dataParts) {
    const points = run.tables.flatMap((table) => listPoints(run, table, part))
    // A name that stays makes a second export replace the first.
    const name = `events.out.tfevents.${seconds}.receptive.${run.record.id}.v2`
    if (points.length > 0) files.set(`${part}/${name}`, writeEventFile(points))
  }
  return files
}

function listPoints({ record }: RunContent, table: MetricTable, part: DataPart): ScalarPoint[] {
  return Object.entries(table.columns).flatMap(([series, values]) => {
    const [owner, metric] = series.split('/') as [DataPart, MetricKey]
    if (owner !== part) return []
    const rows = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]))
    return rows.flatMap((row, epoch) => {
      const wallTime = (record.createdAt + (table.elapsedMs[row] ?? 0)) / 1000
      const point = { wallTime, value: values[row] ?? NaN }
      const step = table.steps[row] ?? 0
      return namePoints({ scope: table.scope, part, metric, step, epoch }).map((named) => ({
        ...named,
        ...point
      }))
    })
  })
}

/** Keras counts epochs from 0, and tells of each validation by the training steps, too. */
function namePoints({
  scope,
  part,
  metric,
  step,
  epoch
}: {
  scope: MetricTable['scope']
  part: DataPart
  metric: MetricKey
  step: number
  epoch: number
}): { tag: string; step: number }[] {
  const name = metrics[metric].kerasName
  if (scope === 'step') return [{ tag: `batch_${name}`, step }]
  const ofEpoch = { tag: `epoch_${name}`, step: epoch }
  return part === 'train' ? [ofEpoch] : [ofEpoch, { tag: `evaluation_${name}_vs_iterations`, step }]
}
