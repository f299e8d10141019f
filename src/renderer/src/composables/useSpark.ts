/** The spark line of one run, read while its row is in the page. */
import { computed, watch, type ComputedRef } from 'vue'
import type { RunRecord } from '@shared/run'
import { useSparksStore } from '../stores/sparks'

export function useSpark(record: () => RunRecord): { values: ComputedRef<readonly number[]> } {
  const store = useSparksStore()
  watch(record, store.want, { immediate: true })
  return { values: computed(() => store.sparks.get(record().id) ?? []) }
}
