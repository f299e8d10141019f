/** The user's settings: kept in a file, told to the page and to whoever of main watches them. */
import { settingsSchema, type Settings, type SettingsPatch } from '@shared/settings'
import type { AppHandlers, Broadcast } from '../ipc'
import { openJsonFile } from '../json-file'

export interface SettingsModule {
  readonly handlers: Pick<AppHandlers, 'getSettings' | 'updateSettings'>
  get(): Settings
  /** Stores and tells; main itself may also set what the page may not. */
  update(patch: Partial<Settings>): Settings
  /** Hears the settings now and whenever they change. */
  watch(listener: (settings: Settings) => void): void
}

export function createSettings({
  file,
  broadcast,
  warn
}: {
  file: string
  broadcast: Broadcast
  warn(sentence: string): void
}): SettingsModule {
  const stored = openJsonFile(file, settingsSchema, warn)
  const listeners = new Set<(settings: Settings) => void>()

  function update(patch: Partial<Settings>): Settings {
    const next = settingsSchema.parse({ ...stored.get(), ...patch })
    stored.set(next)
    for (const listener of listeners) listener(next)
    broadcast('onDidChangeSettings', next)
    return next
  }

  return {
    handlers: {
      getSettings: () => stored.get(),
      updateSettings: (patch) => update(withoutUndefined(patch))
    },
    get: () => stored.get(),
    update,
    watch(listener) {
      listeners.add(listener)
      listener(stored.get())
    }
  }
}

/** A key that is there without a value would win over the stored one. */
function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined)
  ) as Partial<Settings>
}
