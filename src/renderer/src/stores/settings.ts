/** The settings that main keeps; a change is seen at once and stored after. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { defaultSettings, type Settings, type SettingsPatch } from '@shared/settings'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'

export const useSettingsStore = defineStore('settings', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const values = shallowRef<Settings>(defaultSettings)
  let pendingUpdates = 0

  app.on('onDidChangeSettings', (changed) => {
    // While own changes are on their way, the answer to the last of them is the truth.
    if (pendingUpdates === 0) values.value = changed
  })

  async function load(): Promise<void> {
    values.value = await app.call.getSettings(undefined)
  }

  async function update(patch: SettingsPatch): Promise<void> {
    values.value = { ...values.value, ...(patch as Partial<Settings>) }
    pendingUpdates++
    try {
      const stored = await app.call.updateSettings(patch)
      if (pendingUpdates === 1) values.value = stored
    } catch (error) {
      messages.showError(error)
    } finally {
      pendingUpdates--
    }
  }

  return { values, load, update }
})
