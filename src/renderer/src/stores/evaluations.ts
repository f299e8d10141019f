/** What the networks of runs said of every picture: a digest of each that was asked for, and the last few whole ones. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { digestEvaluation, type EvaluationDigest } from '@shared/compare/digest'
import type { Evaluation, EvaluationRequest } from '@shared/evaluation'
import type { RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'
import { useRunsStore } from './runs'

export type EvaluationState =
  | { readonly kind: 'reading' }
  /** The run has none of this part and moment. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'here'; readonly digest: EvaluationDigest }

const READ_TOGETHER = 8

/** 400 KB each for ten classes, 4 MB for a hundred. */
const MOST_WHOLE = 8

export const useEvaluationsStore = defineStore('evaluations', () => {
  const app = useAppClient()
  const states = shallowReactive(new Map<string, EvaluationState>())
  const readAt = new Map<string, string>()
  // Insertion order is the order of use.
  const whole = new Map<string, Promise<Evaluation | null>>()
  const waiting: { readonly request: EvaluationRequest; readonly mark: string }[] = []
  let isReading = false

  /** The runs that are being evaluated at the wish of the person. */
  const working = shallowReactive(new Set<string>())
  /** Those of which everything was made that their checkpoints give. */
  const made = shallowReactive(new Set<string>())

  useRunsStore().onDidForget((runId) => {
    made.delete(runId)
    forget(runId)
  })

  function forget(runId: string): void {
    for (const kept of [states, readAt, whole]) {
      for (const key of [...kept.keys()]) if (key.startsWith(`${runId}:`)) kept.delete(key)
    }
  }

  /** Has an ended run evaluated from its checkpoint; what it has then is there to be read. */
  async function evaluate(runId: string): Promise<void> {
    working.add(runId)
    try {
      await app.call.evaluateRun({ runId })
      forget(runId)
      made.add(runId)
    } finally {
      working.delete(runId)
    }
  }

  /** What is known of an evaluation; null before it was wanted. */
  function get(request: EvaluationRequest): EvaluationState | null {
    return states.get(keyOf(request)) ?? null
  }

  /** Reads an evaluation once more that could not be read. */
  function retry(record: RunRecord, moment: Omit<EvaluationRequest, 'runId'>): void {
    const key = keyOf({ runId: record.id, ...moment })
    if (states.get(key)?.kind !== 'failed') return
    readAt.delete(key)
    want(record, moment)
  }

  /** Reads an evaluation unless it is here for the run's present state. */
  function want(record: RunRecord, { part, moment }: Omit<EvaluationRequest, 'runId'>): void {
    const request = { runId: record.id, part, moment }
    const key = keyOf(request)
    const mark = `${record.state}:${record.epochsDone}`
    if (readAt.get(key) === mark) return
    readAt.set(key, mark)
    whole.delete(key)
    // What is shown stays until there is something newer.
    if (states.get(key)?.kind !== 'here') states.set(key, { kind: 'reading' })
    waiting.push({ request, mark })
    void readWaiting()
  }

  /** A few at a time: a long list must not flood main, nor have the page made anew for each of its runs. */
  async function readWaiting(): Promise<void> {
    if (isReading) return
    isReading = true
    while (waiting.length > 0) {
      const some = waiting.splice(0, READ_TOGETHER)
      const found = await Promise.all(some.map(({ request }) => read(request)))
      some.forEach(({ request, mark }, index) => {
        const [key, state] = [keyOf(request), found[index]]
        // Forgotten meanwhile, or asked anew: the answer is about what it was.
        if (state && readAt.get(key) === mark) states.set(key, state)
      })
    }
    isReading = false
  }

  /** Never throws: one that cannot be read, or tells nonsense, must not keep the others waiting. */
  async function read(request: EvaluationRequest): Promise<EvaluationState> {
    try {
      const evaluation = await app.call.getRunEvaluation(request)
      return evaluation ? { kind: 'here', digest: digestEvaluation(evaluation) } : { kind: 'none' }
    } catch (error) {
      return { kind: 'failed', reason: (error as Error).message }
    }
  }

  /** All class probabilities; null where there is no such evaluation. */
  function readWhole(request: EvaluationRequest): Promise<Evaluation | null> {
    const key = keyOf(request)
    const promise = whole.get(key) ?? app.call.getRunEvaluation(request)
    whole.delete(key)
    whole.set(key, promise)
    promise.catch(() => whole.delete(key))
    for (const oldKey of [...whole.keys()].slice(0, -MOST_WHOLE)) whole.delete(oldKey)
    return promise
  }

  return { working, made, get, want, retry, readWhole, evaluate }
})

function keyOf({ runId, part, moment }: EvaluationRequest): string {
  return `${runId}:${part}:${moment}`
}
