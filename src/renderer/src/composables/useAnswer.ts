/** The answer to a question that changes: the newest question counts, whatever order the answers come in. */
import { shallowRef, watch, type ShallowRef } from 'vue'

export interface Answer<T> {
  readonly value: T | null
  /** Why there is no answer, as a sentence. */
  readonly problem: string | null
  readonly isWaiting: boolean
}

/** `getQuestion` gives null while there is nothing to ask; an answer stays until its question is another one. */
export function useAnswer<Q, T>(
  getQuestion: () => Q | null,
  ask: (question: Q) => Promise<T>
): ShallowRef<Answer<T>> {
  const state = shallowRef<Answer<T>>({ value: null, problem: null, isWaiting: false })
  let newest = 0

  async function follow(question: Q | null): Promise<void> {
    const own = ++newest
    state.value = { value: null, problem: null, isWaiting: question !== null }
    if (question === null) return
    const answer = await ask(question).then(
      (value) => ({ value, problem: null, isWaiting: false }),
      (error: unknown) => ({ value: null, problem: (error as Error).message, isWaiting: false })
    )
    if (own === newest) state.value = answer
  }

  watch(
    () => JSON.stringify(getQuestion()),
    () => void follow(getQuestion()),
    { immediate: true }
  )
  return state
}
