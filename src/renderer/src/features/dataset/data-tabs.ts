/** What the room of the data is divided into, in the order of work. To add a tab: its file, and its line here. */
import type { Component } from 'vue'
import AugmentationTab from '../augmentation/AugmentationTab.vue'
import LookTab from '../look/LookTab.vue'
import SplitTab from '../split/SplitTab.vue'
import SetsTab from './SetsTab.vue'

interface DataTab {
  readonly key: string
  readonly label: string
  readonly content: Component
}

export const dataTabs: readonly [DataTab, ...DataTab[]] = [
  { key: 'sets', label: 'Data sets', content: SetsTab },
  { key: 'look', label: 'Look', content: LookTab },
  { key: 'split', label: 'Split', content: SplitTab },
  { key: 'augmentation', label: 'Augmentation', content: AugmentationTab }
]
