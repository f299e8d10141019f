/** How often a trainer that dies is started again before only a person may do so. */

/** As VS Code treats its own helpers: a program that dies five times in five minutes will die a sixth time. */
const MAX_RESTARTS = 5
const WITHIN_MS = 5 * 60_000

export interface RestartBudget {
  /** Counts a death; the number of the restart that may follow, or null when there have been too many. */
  spend(): number | null
  /** A person has looked at it: counting begins anew. */
  reset(): void
}

export function createRestartBudget({
  maxRestarts = MAX_RESTARTS,
  withinMs = WITHIN_MS,
  now = () => performance.now()
}: { maxRestarts?: number; withinMs?: number; now?: () => number } = {}): RestartBudget {
  let restarts: number[] = []
  return {
    spend() {
      restarts = restarts.filter((time) => now() - time < withinMs)
      if (restarts.length >= maxRestarts) return null
      restarts.push(now())
      return restarts.length
    },
    reset() {
      restarts = []
    }
  }
}
