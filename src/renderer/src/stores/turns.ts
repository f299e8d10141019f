/** Work that begins from what the work before it left: one after another, whatever becomes of each. */
export function createTurns() {
  let queue: Promise<unknown> = Promise.resolve()

  /** Answers what the action does, once all before it are over. */
  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = queue.then(action)
    queue = result.catch(() => undefined)
    return result
  }

  return { inTurn }
}
