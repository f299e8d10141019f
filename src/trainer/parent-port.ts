/** The port to the process that started this one: an Electron utility process' or a Node child's. */
import type { Port } from '@shared/contract/port'

export interface ParentConnection {
  readonly port: Port
  /** Hears of a port to a window, which only Electron can hand over. */
  onLivePort(listener: (port: Port) => void): void
}

/** The message with which the parent hands over a port: `{ type: 'live-port' }`, the port beside it. */
const LIVE_PORT = 'live-port'

/** Connects at once, so that no message is lost. @throws when nobody started this process as a child. */
export function connectParent(): ParentConnection {
  const { parentPort } = process as { parentPort?: ElectronParentPort }
  if (parentPort) return connectElectronParent(parentPort)
  if (process.send) return { port: createNodePort(), onLivePort: () => undefined }
  throw new Error('The trainer is started by Receptive, not by hand: it needs a parent process.')
}

/** The little of Electron's `process.parentPort` and `MessagePortMain` that is used here; the trainer never imports Electron. */
interface ElectronMessage {
  readonly data: unknown
  readonly ports: readonly ElectronPort[]
}
interface ElectronParentPort {
  on(event: 'message', listener: (message: ElectronMessage) => void): void
  postMessage(message: unknown): void
}
interface ElectronPort extends ElectronParentPort {
  on(event: 'message', listener: (message: ElectronMessage) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  close(): void
}

function connectElectronParent(parentPort: ElectronParentPort): ParentConnection {
  const messages = createListeners<unknown>()
  const livePorts = createListeners<Port>()
  parentPort.on('message', ({ data, ports }) => {
    const [live] = ports
    if (live && isLivePortMessage(data)) livePorts.tell(wrapElectronPort(live))
    else messages.tell(data)
  })
  return {
    port: {
      post: (message) => parentPort.postMessage(message),
      onMessage: messages.add,
      // Electron ends a utility process together with its parent.
      onClose: () => () => undefined,
      close: () => undefined
    },
    onLivePort: (listener) => void livePorts.add(listener)
  }
}

function wrapElectronPort(port: ElectronPort): Port {
  const messages = createListeners<unknown>()
  const closings = createListeners<void>()
  port.on('message', ({ data }) => messages.tell(data))
  port.on('close', () => closings.tell())
  // Messages wait in the port until it starts; the listeners are added within this turn of the loop.
  setImmediate(() => port.start())
  return {
    post: (message) => port.postMessage(message),
    onMessage: messages.add,
    onClose: closings.add,
    close: () => port.close()
  }
}

function createNodePort(): Port {
  return {
    post(message) {
      // A parent that has just gone is no error here: 'disconnect' says so.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage(listener) {
      process.on('message', listener)
      return () => process.off('message', listener)
    },
    onClose(listener) {
      process.once('disconnect', listener)
      return () => process.off('disconnect', listener)
    },
    close: () => process.disconnect()
  }
}

function isLivePortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === LIVE_PORT
}

function createListeners<T>(): {
  add: (listener: (value: T) => void) => () => void
  tell: (value: T) => void
} {
  const listeners = new Set<(value: T) => void>()
  return {
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (value) => listeners.forEach((listener) => listener(value))
  }
}
