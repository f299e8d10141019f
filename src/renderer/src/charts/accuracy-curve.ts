/** MetricBatch, drawn: the share of right answers on training and validation pictures. */
import type { ChartDefinition } from './chart'

export const accuracyCurve = {
  id: 'accuracy',
  title: 'Accuracy',
  metric: 'accuracy',
  parts: ['train', 'validation'],
  emptyText: 'The share of right answers will appear here, step by step, once training starts.'
} as const satisfies ChartDefinition
