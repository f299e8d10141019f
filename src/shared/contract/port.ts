/** The least that a message channel must offer; Electron's ports, Node's children and a test's pair all fit behind it. */
export interface Port {
  post(message: unknown): void
  /** Hears every message from the other side; returns the function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void
  /** Called once when the other side is gone, however it went. */
  onClose(listener: () => void): () => void
  close(): void
}

/** Two ports joined in memory, delivering in order and asynchronously, with a structured clone as real ports do. */
export function createPortPair(clone: (message: unknown) => unknown): [Port, Port] {
  const left = createEnd()
  const right = createEnd()
  left.connect(right)
  right.connect(left)
  return [left.port, right.port]

  function createEnd(): PortEnd {
    const messageListeners = new Set<(message: unknown) => void>()
    const closeListeners = new Set<() => void>()
    let other: PortEnd | null = null
    let isOpen = true

    return {
      connect(peer) {
        other = peer
      },
      deliver(message) {
        void Promise.resolve().then(() => {
          if (isOpen) for (const listener of [...messageListeners]) listener(message)
        })
      },
      closeFromOutside() {
        if (!isOpen) return
        isOpen = false
        for (const listener of [...closeListeners]) listener()
      },
      port: {
        post(message) {
          if (isOpen) other?.deliver(clone(message))
        },
        onMessage: (listener) => subscribe(messageListeners, listener),
        onClose: (listener) => subscribe(closeListeners, listener),
        close() {
          if (!isOpen) return
          isOpen = false
          other?.closeFromOutside()
        }
      }
    }
  }
}

interface PortEnd {
  readonly port: Port
  connect(peer: PortEnd): void
  deliver(message: unknown): void
  closeFromOutside(): void
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
