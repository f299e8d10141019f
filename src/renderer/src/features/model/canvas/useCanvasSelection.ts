/** Keeps what is chosen in the store and what Vue Flow shows as chosen the same. */
import type { GraphNode, NodeChange, VueFlowStore } from '@vue-flow/core'
import { nextTick, watch } from 'vue'
import { useModelEditorStore } from '../../../stores/model-editor'
import type { Scene } from '@shared/model/layout'

/** The layers that a box of the canvas stands for. */
export function layersOf(scene: Scene, id: string): readonly string[] {
  const box = scene.boxes.get(id)
  if (!box) return []
  return box.kind === 'layer' ? [box.layer.name] : box.block.layers
}

/** Returns what hears Vue Flow's changes. */
export function useCanvasSelection(
  flow: Pick<VueFlowStore, 'getNodes' | 'getSelectedNodes'>,
  scene: () => Scene
): { onNodesChange(changes: readonly NodeChange[]): void } {
  const editor = useModelEditorStore()

  function isChosen({ id }: GraphNode): boolean {
    const names = layersOf(scene(), id)
    return names.length > 0 && names.every((name) => editor.selection.includes(name))
  }

  function show(): void {
    for (const node of flow.getNodes.value) node.selected = isChosen(node)
  }

  watch([() => editor.selection, scene], () => void nextTick(show))

  return {
    onNodesChange(changes) {
      if (!changes.some(({ type }) => type === 'select')) return
      void nextTick(() => {
        const names = flow.getSelectedNodes.value.flatMap(({ id }) => layersOf(scene(), id))
        if (names.join('\n') !== editor.selection.join('\n')) editor.select(names)
      })
    }
  }
}
