/** What the axes of the comparison are called, and how a place on them is written. */
import { isCountingAxis, type CurveAxis } from '@shared/curves/curve-request'
import { formatCount, formatDuration, formatMetric } from '@shared/format'
import { metrics, type DataPart, type MetricKey } from '@shared/metrics'
import { partStyles } from '../../../charts/chart'

export const axisWords = {
  step: {
    label: 'Step',
    title: 'step',
    help: 'Training steps, those of the runs before it included.'
  },
  epoch: {
    label: 'Epoch',
    title: 'epoch',
    help: 'Passes over the training data: whole epochs, and within them the share of steps done.'
  },
  time: {
    label: 'Training time',
    title: 'training time (min:s)',
    help: 'Time spent in training, validation and test, pauses left out.'
  },
  examples: {
    label: 'Examples seen',
    title: 'examples seen',
    help: 'Steps times batch size, each batch counted as a full one.'
  }
} as const

export function titleAxis(axis: CurveAxis): string {
  if (isCountingAxis(axis)) return axisWords[axis].title
  const [part, metric] = axis.split('/') as [DataPart, MetricKey]
  return `${partStyles[part].label} ${metrics[metric].label.toLowerCase()}`
}

/** `step 1,200`, `epoch 3.25`, `training time 1:30`. */
export function describePlace(axis: CurveAxis, x: number): string {
  if (!isCountingAxis(axis)) {
    return `${titleAxis(axis)} ${formatMetric(axis.split('/')[1] as MetricKey, x)}`
  }
  if (axis === 'time') return `training time ${formatDuration(x * 1000)}`
  if (axis === 'epoch') return `epoch ${Number.isInteger(x) ? x : x.toFixed(2)}`
  return `${axisWords[axis].title} ${formatCount(x)}`
}
