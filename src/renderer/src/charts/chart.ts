/** What a chart is: its title, the metric it draws, its axis, and the sentence it shows while it is empty. */
import type { DataPart, MetricKey } from '@shared/metrics'

export interface ChartDefinition {
  readonly id: string
  readonly title: string
  readonly metric: MetricKey
  /** The parts of the data it draws, in the order of the legend. */
  readonly parts: readonly DataPart[]
  /** What will appear, while there is nothing. */
  readonly emptyText: string
}

/** How a part is drawn, everywhere: training solid, validation dashed. */
export const partStyles = {
  train: { label: 'train', dash: [] },
  validation: { label: 'validation', dash: [5, 3] },
  test: { label: 'test', dash: [1, 3] }
} as const satisfies Record<DataPart, { label: string; dash: readonly number[] }>
