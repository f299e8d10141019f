/** A run as event files in the folders and under the tags that Keras' TensorBoard callback uses, so that both lie over each other. */
import {
  dataParts,
  metrics,
  type DataPart,
  type MetricKey,
  type MetricTable,
  type SeriesName
} from '../metrics'
import { pickSeries } from '../recorded-series'
import type { RunRecord } from '../run'
import { countEpochs } from '../summarize-metrics'
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
  const epochOf = numberEpochs(table, record)
  const names = (Object.keys(table.columns) as SeriesName[]).filter((name) =>
    name.startsWith(`${part}/`)
  )
  return names.flatMap((name) => {
    const series = pickSeries(table, name)
    const metric = name.slice(part.length + 1) as MetricKey
    return Array.from(series?.values ?? [], (value, row) => {
      const step = series?.steps[row] ?? 0
      const wallTime = (record.createdAt + (series?.elapsedMs[row] ?? 0)) / 1000
      const epoch = epochOf.get(step) ?? 0
      return namePoints({ scope: table.scope, part, metric, step, epoch }).map((named) => ({
        ...named,
        wallTime,
        value
      }))
    }).flat()
  })
}

/** By the step at which it ended, from 0: an epoch without a value is counted, and a branch counts on from its parent. */
function numberEpochs({ steps }: MetricTable, { origin }: RunRecord): Map<number, number> {
  const epochs = countEpochs(steps, origin?.epochsDone ?? 0)
  return new Map(Array.from(steps, (step, row) => [step, (epochs[row] ?? 1) - 1]))
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
