/** What a training step takes, from the newest run that tells: what the cost of augmentation is compared with. */
import { computed, watch, type ComputedRef } from 'vue'
import type { RunRecord } from '@shared/run'
import { useExperimentsStore } from '../../stores/experiments'
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

interface TimedRun extends Pick<StepTime, 'msPerStep' | 'isRough'> {
  readonly record: RunRecord
}

/** The first steps of a run are slower. */
const FEWEST_STEPS = 20

/** Null while no run tells. */
export function useStepTime(): ComputedRef<StepTime | null> {
  const runs = useRunsStore()
  const progress = useProgressStore()
  const experiments = useExperimentsStore()
  const known = useRunExperimentsStore()

  /** The newest one first. */
  const told = computed<readonly TimedRun[]>(() => {
    const { newest } = progress
    const record = newest && runs.get(newest.runId)
    const ended = (runs.records ?? []).filter(isTelling)
    return [
      ...(record && newest.msPerStep !== null
        ? [{ record, msPerStep: newest.msPerStep, isRough: false }]
        : []),
      ...ended.map((one) => ({
        record: one,
        msPerStep: one.elapsedMs / one.stepsDone,
        isRough: true
      }))
    ]
  })
  /** A run of the same experiment tells most. */
  const timed = computed(() => {
    const name = experiments.chosen?.experiment.name
    return told.value.find(({ record }) => record.experimentName === name) ?? told.value[0]
  })

  watch(
    () => timed.value?.record.id,
    (id) => {
      // Without its experiment there is nothing to compare with, and nothing else is lost.
      if (id !== undefined) void known.load(id).catch(() => undefined)
    },
    { immediate: true }
  )

  return computed(() => {
    if (!timed.value) return null
    const { record, msPerStep, isRough } = timed.value
    const batchSize = known.experiments.get(record.id)?.training.batchSize
    return batchSize === undefined ? null : { runName: record.name, batchSize, msPerStep, isRough }
  })
}

/** A child's steps are counted from its parent's first one, its time from its own. */
function isTelling({ stepsDone, elapsedMs, origin }: RunRecord): boolean {
  return stepsDone >= FEWEST_STEPS && elapsedMs > 0 && origin === null
}
