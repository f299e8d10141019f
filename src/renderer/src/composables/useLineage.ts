/** The values and events of the shown run and of those it goes on from, read as they are needed. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { RunRecord } from '@shared/run'
import { createLineage, findAncestry, type Lineage } from '../charts/lineage'
import { toMarks, type Mark } from '../charts/marks'
import { useMetricsStore } from '../stores/metrics'
import { useRunEventsStore } from '../stores/run-events'
import { useRunsStore } from '../stores/runs'

export interface ShownLineage {
  readonly lineage: Readonly<ShallowRef<Lineage>>
  /** What happened up to now, in the order of its steps. */
  readonly marks: ComputedRef<readonly Mark[]>
}

export function useLineage(getRecord: () => RunRecord | null): ShownLineage {
  const runs = useRunsStore()
  const metrics = useMetricsStore()
  const events = useRunEventsStore()
  const lineage = shallowRef<Lineage>([])

  const ancestry = computed(() => {
    const record = getRecord()
    return record ? findAncestry(record, runs.get) : []
  })
  /** Records change with every second of training, ancestry does not. */
  const identity = computed(() => ancestry.value.map(({ id, color }) => `${id} ${color}`).join(' '))
  watch(
    [identity, () => metrics.forgottenCount],
    () => {
      lineage.value = createLineage(ancestry.value, metrics.open)
      for (const { id } of ancestry.value) events.want(id)
    },
    { immediate: true }
  )

  const marks = computed(() =>
    lineage.value.flatMap(({ run, lastStep, firstStep, epochsBefore }) =>
      toMarks(events.get(run.runId), { firstStep, lastStep, epochsBefore })
    )
  )
  return { lineage, marks }
}
