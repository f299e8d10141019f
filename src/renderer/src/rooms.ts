/** The table of rooms: what the rail shows, in the order of work, and where each is. */
import type { Component } from 'vue'
import type { IconName } from './components/icons/icons'
import CompareRoom from './features/compare/CompareRoom.vue'
import ComputeRoom from './features/compute/ComputeRoom.vue'
import DataRoom from './features/dataset/DataRoom.vue'
import ModelRoom from './features/model/ModelRoom.vue'
import RunsRoom from './features/runs-table/RunsRoom.vue'
import SettingsRoom from './features/settings/SettingsRoom.vue'
import TrainRoom from './features/training/TrainRoom.vue'

export interface Room {
  readonly id: string
  readonly label: string
  readonly icon: IconName
  /** `end`: below the others, not part of the order of work. */
  readonly place: 'start' | 'end'
  readonly component: Component
}

export const rooms = [
  { id: 'data', label: 'Data', icon: 'data', place: 'start', component: DataRoom },
  { id: 'model', label: 'Model', icon: 'model', place: 'start', component: ModelRoom },
  { id: 'train', label: 'Train', icon: 'train', place: 'start', component: TrainRoom },
  { id: 'runs', label: 'Runs', icon: 'runs', place: 'start', component: RunsRoom },
  { id: 'compare', label: 'Compare', icon: 'compare', place: 'start', component: CompareRoom },
  { id: 'compute', label: 'Compute', icon: 'compute', place: 'end', component: ComputeRoom },
  { id: 'settings', label: 'Settings', icon: 'settings', place: 'end', component: SettingsRoom }
] as const satisfies readonly Room[]

export type RoomId = (typeof rooms)[number]['id']
