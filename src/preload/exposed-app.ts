/** What the page gets: exactly the named calls and events. */
import { appChannel, type ExposedApp } from '@shared/contract/channels'

/** As much of ipcRenderer as it takes. */
export interface Ipc {
  invoke(channel: string, input: unknown): Promise<unknown>
  on(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
  off(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
}

export function createExposedApp({
  callNames,
  eventNames,
  ipc,
  pathOf
}: {
  callNames: readonly string[]
  eventNames: readonly string[]
  ipc: Ipc
  /** Electron's webUtils, which a page has not. */
  pathOf(file: unknown): string
}): ExposedApp {
  return {
    call: Object.fromEntries(
      callNames.map((name) => [name, (input: unknown) => ipc.invoke(appChannel(name), input)])
    ),
    on(name, listener) {
      if (!eventNames.includes(name)) throw new TypeError(`There is no event '${name}'.`)
      // The page never sees Electron's own event, which leads back to the sender.
      const hear = (_event: unknown, payload: unknown): void => listener(payload)
      ipc.on(appChannel(name), hear)
      return () => void ipc.off(appChannel(name), hear)
    },
    pathOf
  }
}
