/** Lets the loop take one batch after the other, and holds or ends it between two of them when somebody asks. */

/** The loop's side. */
export interface Turns {
  /** Resolves when the next batch may be taken, or a stop was asked for. Messages are answered meanwhile. */
  takeTurn(): Promise<void>
  /** True once no further training is wanted. */
  readonly isStopWanted: boolean
  /** Aborted when not even the test is wanted any more. */
  readonly signal: AbortSignal
}

/** The side of whoever controls the run. Each call takes effect at the loop's next turn. */
export interface TurnControl extends Turns {
  readonly isHeld: boolean
  hold(): void
  release(): void
  /** Lets a held loop take one batch. */
  allowOne(): void
  stop(options: { evaluate: boolean }): void
}

/** `onHeld` is called each time the loop begins to wait, `onReleased` before it goes on. */
export function createTurnControl({
  onHeld,
  onReleased
}: {
  onHeld: () => void
  onReleased: () => void
}): TurnControl {
  const stopper = new AbortController()
  let isHeld = false
  let isStopWanted = false
  let allowed = 0
  let wake: (() => void) | null = null
  const mustWait = () => isHeld && !isStopWanted && allowed === 0

  function wakeUp(): void {
    wake?.()
    wake = null
  }

  async function waitForRelease(): Promise<void> {
    onHeld()
    while (mustWait()) await new Promise<void>((resolve) => (wake = resolve))
    onReleased()
  }

  return {
    signal: stopper.signal,
    get isStopWanted() {
      return isStopWanted
    },
    get isHeld() {
      return isHeld
    },
    async takeTurn() {
      await answerMessages()
      if (mustWait()) await waitForRelease()
      if (isHeld && allowed > 0) allowed--
    },
    hold() {
      isHeld = true
    },
    release() {
      isHeld = false
      allowed = 0
      wakeUp()
    },
    allowOne() {
      allowed++
      wakeUp()
    },
    stop({ evaluate }) {
      isStopWanted = true
      if (!evaluate) stopper.abort()
      wakeUp()
    }
  }
}

/** TensorFlow's calls block; between two of them, messages and heartbeats have their turn. */
export function answerMessages(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
