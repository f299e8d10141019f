/** The border to the page: the only place that names ipcMain. */
import { ipcMain, type BrowserWindow } from 'electron'
import { appChannel, appContract, type AppContract } from '@shared/contract/app'
import type { EventName, EventPayload, Handlers } from '@shared/contract/define'
import { answerAtBorder } from './call-border'
import type { CallContext } from './call-border'

export type AppHandlers = Handlers<AppContract, CallContext>

/** Tells the page of an event; does nothing while there is no page. */
export type Broadcast = <N extends EventName<AppContract>>(
  name: N,
  payload: EventPayload<AppContract, N>
) => void

export interface BorderOptions {
  readonly handlers: AppHandlers
  /** The only page that may ask. */
  readonly origin: string
  getWindow(): BrowserWindow | null
  /** Hears of refused senders and of faults, not of user errors. */
  warn(sentence: string): void
}

/** Answers every call of the contract; nothing else is heard. */
export function serveCalls({ handlers, origin, getWindow, warn }: BorderOptions): void {
  for (const name of Object.keys(appContract.calls)) {
    ipcMain.handle(appChannel(name), (event, input: unknown) =>
      answerAtBorder({
        handlers,
        origin,
        page: getWindow()?.webContents ?? null,
        asker: event,
        name,
        input,
        warn
      })
    )
  }
}

export function createBroadcast(getWindow: () => BrowserWindow | null): Broadcast {
  return (name, payload) => {
    const window = getWindow()
    if (window && !window.isDestroyed()) window.webContents.send(appChannel(name), payload)
  }
}
