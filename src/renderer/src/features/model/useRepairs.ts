/** What is wrong with a layer, each with the buttons that repair it. */
import { computed, type ComputedRef } from 'vue'
import { findRepairs, type Finding, type OfferedRepair } from '@shared/model'
import { useModelEditorStore } from '../../stores/model-editor'

export interface RepairableFinding extends Finding {
  readonly repairs: readonly OfferedRepair[]
}

/** Of several findings, errors hide warnings: first what must be, then what should be. */
export function useRepairs(layer: () => string): ComputedRef<readonly RepairableFinding[]> {
  const editor = useModelEditorStore()
  const found = computed(() => {
    const all = editor.findingsByLayer.get(layer()) ?? []
    const errors = all.filter(({ severity }) => severity === 'error')
    return errors.length > 0 ? errors : all
  })
  return computed(() => {
    const { graph, purpose } = editor
    if (!graph) return []
    return found.value.map((finding) => ({
      ...finding,
      repairs: findRepairs(graph, finding, purpose)
    }))
  })
}
