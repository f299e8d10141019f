/** Which dialogs are open, and which run is being renamed: state of the window alone. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { FoundModel } from '@shared/model-file'

export const useWindowStore = defineStore('window', () => {
  const isPaletteOpen = shallowRef(false)
  const isSavingExperiment = shallowRef(false)
  const renamingRunId = shallowRef<string | null>(null)
  /** The runs panel laid over a narrow window; forgotten when the window is closed. */
  const isRunsOverlayOpen = shallowRef(false)
  /** A model of another program that waits for a person's yes. */
  const foundModel = shallowRef<FoundModel | null>(null)
  return {
    foundModel,
    isPaletteOpen,
    isSavingExperiment,
    renamingRunId,
    isRunsOverlayOpen
  }
})
