/** Measures the time spent training: it can be held while a run is paused, and goes on from an earlier reading. */
export interface Stopwatch {
  start(): void
  stop(): void
  getElapsedMs(): number
}

/** A stopped watch that shows `elapsedMs`. The clock is monotonic: a changed system time does not touch it. */
export function createStopwatch(elapsedMs = 0): Stopwatch {
  let before = elapsedMs
  let startedAt: number | null = null
  const getElapsedMs = () => before + (startedAt === null ? 0 : performance.now() - startedAt)
  return {
    start() {
      startedAt ??= performance.now()
    },
    stop() {
      before = getElapsedMs()
      startedAt = null
    },
    getElapsedMs
  }
}
