/** What a training step takes, from the newest run that tells: what the cost of augmentation is compared with. */
import { computed, watch, type ComputedRef } from 'vue'
import type { RunRecord } from '@shared/run'
import { useProgressStore } from '../../stores/progress'
import { useRunExperimentsStore } from '../../stores/run-experiments'
import { useRunsStore } from '../../stores/runs'

export interface StepTime {
  readonly runName: string
  readonly batchSize: number
  readonly msPerStep: number
  /** True where it is the mean of a run, evaluation included. */
  readonly isRough: boolean
}

/** The first steps of a run are slower. */
const FEWEST_STEPS = 20

/** Null while no run tells. */
export function useStepTime(): ComputedRef<StepTime | null> {
  const runs = useRunsStore()
  const progress = useProgressStore()
  const { experiments, load } = useRunExperimentsStore()

  const timed = computed(() => {
    const { newest } = progress
    const record = newest && runs.get(newest.runId)
    if (record && newest.msPerStep !== null) {
      return { record, msPerStep: newest.msPerStep, isRough: false }
    }
    const ended = (runs.records ?? []).find(isTelling)
    return ended && { record: ended, msPerStep: ended.elapsedMs / ended.stepsDone, isRough: true }
  })

  watch(
    () => timed.value?.record.id,
    (id) => {
      // Without its experiment there is nothing to compare with, and nothing else is lost.
      if (id !== undefined) void load(id).catch(() => undefined)
    },
    { immediate: true }
  )

  return computed(() => {
    if (!timed.value) return null
    const { record, msPerStep, isRough } = timed.value
    const batchSize = experiments.get(record.id)?.training.batchSize
    return batchSize === undefined ? null : { runName: record.name, batchSize, msPerStep, isRough }
  })
}

/** A child's steps are counted from its parent's first one, its time from its own. */
function isTelling({ stepsDone, elapsedMs, origin }: RunRecord): boolean {
  return stepsDone >= FEWEST_STEPS && elapsedMs > 0 && origin === null
}
