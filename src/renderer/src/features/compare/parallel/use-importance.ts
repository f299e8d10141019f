/** The importance of settings for a score, computed by a worker; the newest question counts. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { measureImportance, type Importance } from '@shared/compare/importance'
import type { ImportanceQuestion } from './importance-worker'

/** Null while it is being computed, or there is nothing to ask. */
export function useImportance(
  getQuestion: () => ImportanceQuestion | null
): Readonly<ShallowRef<Importance | null>> {
  const importance = shallowRef<Importance | null>(null)
  let worker: Worker | null = null

  function end(): void {
    worker?.terminate()
    worker = null
  }

  function ask(question: ImportanceQuestion): void {
    // A worker that is in the middle of an older question is of no use.
    end()
    if (typeof Worker === 'undefined') {
      importance.value = measureImportance(question.columns, question.scores)
      return
    }
    worker = new Worker(new URL('./importance-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<Importance>) => {
      importance.value = data
      end()
    }
    worker.postMessage(question)
  }

  watch(
    () => JSON.stringify(getQuestion()),
    () => {
      importance.value = null
      const question = getQuestion()
      if (question) ask(question)
      else end()
    },
    { immediate: true }
  )
  onScopeDispose(end)
  return importance
}
