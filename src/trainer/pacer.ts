/** Passes on the newest of many values: at most one an interval, and the last for certain. */
export interface Pacer<T> {
  offer(value: T): void
  /** Drops what was not passed on. */
  stop(): void
}

export function createPacer<T extends object>({
  everyMs,
  pass
}: {
  everyMs: number
  pass: (value: T) => void
}): Pacer<T> {
  let newest: T | null = null
  let passedAt = -Infinity
  let timer: NodeJS.Timeout | undefined

  function passNewest(): void {
    stop()
    passedAt = performance.now()
    const value = newest
    newest = null
    if (value) pass(value)
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return {
    offer(value) {
      newest = value
      // A step may block for longer than the timer; so the clock is read here too.
      const waitMs = passedAt + everyMs - performance.now()
      if (waitMs <= 0) passNewest()
      else timer ??= setTimeout(passNewest, waitMs)
    },
    stop
  }
}
