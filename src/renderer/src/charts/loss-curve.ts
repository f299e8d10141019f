/** MetricBatch, drawn: the loss on training and validation pictures. */
import type { ChartDefinition } from './chart'

export const lossCurve = {
  id: 'loss',
  title: 'Loss',
  metric: 'loss',
  parts: ['train', 'validation'],
  emptyText: 'The loss, which training makes smaller, will appear here once training starts.'
} as const satisfies ChartDefinition
