/** What the application says of itself and of this machine. */
import { app } from 'electron'
import { createDoctorReport } from '@host/doctor'
import { readSetupRecord, type SetupRecord } from '@host/setup-record'
import type { TrainerHost } from '@host/trainer-host'
import type { Locations } from '../application'
import type { AppHandlers } from '../ipc'

export function createAbout({
  locations: { applicationFolder, workspaceFolder },
  readOnlyReason,
  host,
  logFile
}: {
  locations: Locations
  /** Of the workspace; null where one can work. */
  readOnlyReason: string | null
  host: TrainerHost
  logFile: string
}): Pick<AppHandlers, 'getAppInfo' | 'getDoctorReport'> {
  const electronVersion = process.versions.electron ?? 'unknown'
  return {
    getAppInfo: () => ({
      version: app.getVersion(),
      electronVersion,
      electronNote: describeElectron(readSetupRecord(applicationFolder), electronVersion),
      workspaceFolder,
      readOnlyReason,
      logFile
    }),
    getDoctorReport: () =>
      createDoctorReport({
        setup: readSetupRecord(applicationFolder),
        electronVersion,
        workspaceFolder,
        getRuntime: async () => (await host.whenReady()).call.getRuntimeInfo(undefined)
      })
  }
}

/** A word on an Electron that is not the official build; null when there is none to say. */
function describeElectron(setup: SetupRecord | null, runningVersion: string): string | null {
  const found = setup?.electron
  if (!found || found.version !== runningVersion || found.origin === 'official') return null
  return found.note || null
}
