/** Measures what the experiment would take; what was measured stays until the experiment is another one, and says so then. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Experiment } from '@shared/experiment'
import type { ProbeResult } from '@shared/probe'
import { useAppClient } from '../../../app-client'
import { useDatasetsStore } from '../../../stores/datasets'
import { useExperimentEditsStore } from '../../../stores/experiment-edits'
import { useRunsStore } from '../../../stores/runs'

export interface Probe {
  readonly result: Readonly<ShallowRef<ProbeResult | null>>
  readonly problem: Readonly<ShallowRef<string | null>>
  readonly isMeasuring: Readonly<ShallowRef<boolean>>
  /** Whether the experiment has changed since. */
  readonly isOld: ComputedRef<boolean>
  /** Whether a training took its part of the machine meanwhile. */
  readonly wasBusy: Readonly<ShallowRef<boolean>>
  start(): Promise<void>
  cancel(): Promise<void>
}

export function useProbe(): Probe {
  const app = useAppClient()
  const edits = useExperimentEditsStore()
  const datasets = useDatasetsStore()
  const runs = useRunsStore()
  const result = shallowRef<ProbeResult | null>(null)
  const problem = shallowRef<string | null>(null)
  const isMeasuring = shallowRef(false)
  const wasBusy = shallowRef(false)
  const measured = shallowRef<string | null>(null)

  const describe = (experiment: Experiment | null): string =>
    JSON.stringify([
      experiment?.model,
      experiment?.training,
      experiment?.augmentation,
      experiment?.dataset
    ])
  const isOld = computed(
    () => measured.value !== null && measured.value !== describe(edits.experiment)
  )

  async function start(): Promise<void> {
    const { experiment } = edits
    const datasetId = datasets.chosenId
    if (isMeasuring.value || !experiment || datasetId === null) return
    isMeasuring.value = true
    problem.value = null
    wasBusy.value = runs.active !== null
    try {
      result.value = await app.call.probeTraining({ datasetId, experiment })
      measured.value = describe(experiment)
      wasBusy.value ||= runs.active !== null
    } catch (error) {
      problem.value = (error as Error).message
    } finally {
      isMeasuring.value = false
    }
  }

  return {
    result,
    problem,
    isMeasuring,
    isOld,
    wasBusy,
    start,
    cancel: () => app.call.cancelProbe(undefined)
  }
}
