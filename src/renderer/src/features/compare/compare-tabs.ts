/** The table of what can be seen of runs side by side, in the order of the tabs. To add one: its component, and a line here. */
import type { Component } from 'vue'
import ComparedCurves from './curves/ComparedCurves.vue'
import DifferencesTab from './difference/DifferencesTab.vue'
import ParallelTab from './parallel/ParallelTab.vue'
import ClassesTab from './classes/ClassesTab.vue'
import PicturesTab from './pictures/PicturesTab.vue'
import ScoresTab from './scores/ScoresTab.vue'

export interface CompareTab {
  readonly key: string
  readonly label: string
  readonly component: Component
}

export const compareTabs: readonly CompareTab[] = [
  { key: 'curves', label: 'Curves', component: ComparedCurves },
  { key: 'differences', label: 'Differences', component: DifferencesTab },
  { key: 'scores', label: 'Scores', component: ScoresTab },
  { key: 'classes', label: 'Classes', component: ClassesTab },
  { key: 'pictures', label: 'Pictures', component: PicturesTab },
  { key: 'parallel', label: 'Parallel', component: ParallelTab }
]
