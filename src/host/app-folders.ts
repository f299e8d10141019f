/** Where Receptive keeps a user's files: the same folders for the window and for the command line. */
import { homedir } from 'node:os'
import { join } from 'node:path'

const APPLICATION_NAME = 'Receptive'

/** The folder that Electron calls userData, found without Electron. */
export function getUserDataFolder({
  platform = process.platform,
  environment = process.env,
  home = homedir()
}: {
  platform?: NodeJS.Platform
  environment?: Readonly<Record<string, string | undefined>>
  home?: string
} = {}): string {
  switch (platform) {
    case 'win32':
      return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), APPLICATION_NAME)
    case 'darwin':
      return join(home, 'Library', 'Application Support', APPLICATION_NAME)
    default:
      return join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), APPLICATION_NAME)
  }
}

export function getDefaultWorkspaceFolder(userDataFolder: string): string {
  return join(userDataFolder, 'workspace')
}

export function getSettingsFile(userDataFolder: string): string {
  return join(userDataFolder, 'settings.json')
}
