/** Tells of a long work: at most ten times a second, with the time left. */
import type { ImportProgress } from '@shared/imported-dataset'

const TELL_EVERY_MS = 100
/** Earlier the speed is not worth a guess. */
const FIRST_GUESS_MS = 1000

export interface ProgressTeller {
  /** Begins a phase of its own, whose time is guessed anew. `done` is where it begins. */
  begin(
    phase: string,
    options: { total: number | null; unit: ImportProgress['unit']; done?: number }
  ): void
  /** Says how much of the phase is done. */
  tell(done: number): void
}

/** `now` is in milliseconds. */
export function createProgressTeller(
  emit: (progress: ImportProgress) => void,
  now: () => number = () => performance.now()
): ProgressTeller {
  let current = { phase: '', total: null as number | null, unit: 'pictures' as const, from: 0 } as {
    phase: string
    total: number | null
    unit: ImportProgress['unit']
    from: number
  }
  let beganAt = now()
  let toldAt = -Infinity

  function tell(done: number, isForced: boolean): void {
    const at = now()
    const { phase, total, unit } = current
    if (!isForced && at - toldAt < TELL_EVERY_MS && done !== total) return
    toldAt = at
    emit({ phase, done, total, unit, secondsLeft: guess(done, at) })
  }

  function guess(done: number, at: number): number | null {
    const { total, from } = current
    const elapsed = at - beganAt
    if (total === null || done <= from || elapsed < FIRST_GUESS_MS) return null
    return ((elapsed / (done - from)) * Math.max(0, total - done)) / 1000
  }

  return {
    begin(phase, { total, unit, done = 0 }) {
      current = { phase, total, unit, from: done }
      beganAt = now()
      tell(done, true)
    },
    tell: (done) => tell(done, false)
  }
}
