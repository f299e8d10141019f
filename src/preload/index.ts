/** The only ipcRenderer: gives the page the calls and events of the contract, by name, and nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { LIVE_PORT_MESSAGE } from '@shared/contract/channels'
import { createExposedApp } from './exposed-app'

/** The keys of the contract's calls and events, which the build writes here: see electron.vite.config.ts. */
declare const APP_CALL_NAMES: readonly string[]
declare const APP_EVENT_NAMES: readonly string[]

contextBridge.exposeInMainWorld(
  'receptive',
  createExposedApp({
    callNames: APP_CALL_NAMES,
    eventNames: APP_EVENT_NAMES,
    ipc: ipcRenderer,
    pathOf: findPath
  })
)

// A port cannot go through the bridge; a message to our own origin carries it.
ipcRenderer.on(LIVE_PORT_MESSAGE, ({ ports }) => {
  window.postMessage({ type: LIVE_PORT_MESSAGE }, window.location.origin, [...ports])
})

/** Before Electron 29 there is no webUtils, and the file itself says where it lies. */
function findPath(file: unknown): string {
  const utils = webUtils as typeof webUtils | undefined
  if (utils) return utils.getPathForFile(file as File)
  return (file as { path?: string }).path ?? ''
}
