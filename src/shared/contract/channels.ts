/** The names under which the contract with the page travels; apart from it, so that the preload stays small. */

/** The IPC channel of a call or an event of the contract. */
export const appChannel = (name: string): string => `receptive:${name}`

/** The `type` of the window message that carries the trainer's port from the preload to the page. */
export const LIVE_PORT_MESSAGE = 'receptive:live-port'

/** What the preload puts on `window.receptive`: one function a call, and one for all events. */
export interface ExposedApp {
  readonly call: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
  on(name: string, listener: (payload: unknown) => void): () => void
  /** Where a file that was dropped on the window lies; empty when it lies nowhere. */
  pathOf(file: unknown): string
}
