/** The settings as a JSON file: whole or absent, and never the reason why Receptive does not start. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { defaultSettings, settingsSchema, type Settings } from '@shared/settings'
import { writeJsonAtomically } from './atomic-file'

export interface SettingsFile {
  read(): Settings
  /** @throws when the file cannot be written. */
  write(settings: Settings): void
}

/** A broken file is kept beside as `settings.json.broken`, and the defaults hold; `warn` hears of it. */
export function openSettingsFile(path: string, warn: (sentence: string) => void): SettingsFile {
  return {
    read() {
      if (!existsSync(path)) return defaultSettings
      try {
        return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        renameSync(path, `${path}.broken`)
        warn(
          `The settings could not be read. They are kept as ${path}.broken, and the defaults hold.`
        )
        return defaultSettings
      }
    },
    write: (settings) => writeJsonAtomically(path, settings)
  }
}
