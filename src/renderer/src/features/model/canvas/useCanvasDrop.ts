/** Layers that are dragged from the palette onto the canvas: into a connection, behind a block, or loose. */
import { shallowRef, type ShallowRef } from 'vue'
import { layers, type LayerKind } from '@shared/layers'
import type { Place } from '@shared/model'
import { findNearestLink, type Link, type Scene } from '@shared/model/layout'
import { useModelEditorStore } from '../../../stores/model-editor'
import { DRAGGED_LAYER } from '../palette/palette-entries'
import { layersOf } from './useCanvasSelection'

/** Where a layer would go if it were let go now. */
export type DropTarget =
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'box'; readonly id: string }
  | { readonly kind: 'canvas' }

export interface CanvasDrop {
  readonly target: Readonly<ShallowRef<DropTarget | null>>
  onDragOver(event: DragEvent): void
  onDragLeave(): void
  onDrop(event: DragEvent): void
}

/** `toCanvas` brings a point of the window to the canvas. */
export function useCanvasDrop(scene: () => Scene, toCanvas: (point: Place) => Place): CanvasDrop {
  const editor = useModelEditorStore()
  const target = shallowRef<DropTarget | null>(null)

  function findTarget(point: Place): DropTarget {
    const { boxes, links, places } = scene()
    for (const [id, { width, height }] of boxes) {
      const place = places.get(id)
      const isOver =
        place &&
        Math.abs(point.x - place.x) < width / 2 &&
        point.y > place.y &&
        point.y < place.y + height
      if (isOver) return { kind: 'box', id }
    }
    const link = findNearestLink(point, links, boxes, places)
    return link ? { kind: 'link', link } : { kind: 'canvas' }
  }

  function add(kind: LayerKind, dropped: DropTarget, point: Place): void {
    switch (dropped.kind) {
      case 'box':
        return editor.add(kind, { after: lastOf(dropped.id) })
      case 'link':
        return editor.add(kind, {
          after: lastOf(dropped.link.from),
          before: layersOf(scene(), dropped.link.to)[0] ?? null
        })
      case 'canvas':
        return editor.add(kind, { after: null, place: point })
    }
  }

  function lastOf(id: string): string | null {
    return layersOf(scene(), id).at(-1) ?? null
  }

  return {
    target,
    onDragOver(event) {
      if (!event.dataTransfer?.types.includes(DRAGGED_LAYER)) return
      event.preventDefault()
      // The window would take it for a file that it has no use for.
      event.stopPropagation()
      event.dataTransfer.dropEffect = 'copy'
      target.value = findTarget(toCanvas({ x: event.clientX, y: event.clientY }))
    },
    onDragLeave() {
      target.value = null
    },
    onDrop(event) {
      const kind = event.dataTransfer?.getData(DRAGGED_LAYER) ?? ''
      target.value = null
      if (!Object.hasOwn(layers, kind)) return
      event.preventDefault()
      event.stopPropagation()
      const point = toCanvas({ x: event.clientX, y: event.clientY })
      add(kind as LayerKind, findTarget(point), point)
    }
  }
}
