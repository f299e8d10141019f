/** The table of what can be seen of runs side by side, in the order of the tabs. To add one: its component, and a line here. */
import type { Component } from 'vue'
import ComparedCurves from './curves/ComparedCurves.vue'
import DifferencesTab from './difference/DifferencesTab.vue'
import ParallelTab from './parallel/ParallelTab.vue'

export interface CompareTab {
  readonly key: string
  readonly label: string
  readonly component: Component
}

export const compareTabs: readonly CompareTab[] = [
  { key: 'curves', label: 'Curves', component: ComparedCurves },
  { key: 'differences', label: 'Differences', component: DifferencesTab },
  { key: 'parallel', label: 'Parallel', component: ParallelTab }
]
