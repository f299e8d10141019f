/** Where the active run is, for the training bar; the newest word of the trainer and nothing older. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RunProgress } from '@shared/run'

export const useProgressStore = defineStore('progress', () => {
  const newest = shallowRef<RunProgress | null>(null)

  function take(progress: RunProgress): void {
    newest.value = progress
  }

  return { newest, take }
})
