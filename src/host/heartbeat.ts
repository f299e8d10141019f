/** Watches whether a process answers, by asking it once a second. */

export interface HeartbeatOptions {
  /** Asks for a sign of life; rejects when the process is gone. */
  ping(): Promise<unknown>
  /** @default 1000 */
  everyMs?: number
  /** Hears after how many milliseconds without an answer the last question still stands; 0: it has answered. */
  onSilence(silentMs: number): void
}

const PING_EVERY_MS = 1000

/** Starts asking; returns the function that ends it. */
export function startHeartbeat({
  ping,
  everyMs = PING_EVERY_MS,
  onSilence
}: HeartbeatOptions): () => void {
  let isWaiting = false
  let silentMs = 0

  // Silence is counted in ticks, not by the clock: while this process itself is suspended there are none.
  const timer = setInterval(() => {
    if (isWaiting) {
      silentMs += everyMs
      return onSilence(silentMs)
    }
    isWaiting = true
    ping().then(hear, () => clearInterval(timer))
  }, everyMs)

  function hear(): void {
    isWaiting = false
    if (silentMs > 0) onSilence(0)
    silentMs = 0
  }

  return () => clearInterval(timer)
}
