/** How the trainer process is, and what it found itself to be running on. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { TrainerStatus } from '@shared/contract/app'
import { useAppClient } from '../app-client'

export const useTrainerStore = defineStore('trainer', () => {
  const app = useAppClient()
  const status = shallowRef<TrainerStatus>({ kind: 'starting' })
  let hasHeard = false

  app.on('onDidChangeTrainer', (changed) => {
    hasHeard = true
    status.value = changed
  })

  async function load(): Promise<void> {
    const loaded = await app.call.getTrainerStatus(undefined)
    if (!hasHeard) status.value = loaded
  }

  const runtime = computed(() => (status.value.kind === 'ready' ? status.value.runtime : null))

  return { status, runtime, load }
})
