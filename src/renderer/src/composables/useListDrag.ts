/** Dragging a row of a list to another place. The list's children are the rows, in order. */
import { useEventListener } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'

export interface ListDragOptions {
  /** The list; null while it is not in the page. */
  readonly list: Readonly<ShallowRef<HTMLElement | null>>
  /** Where the row was let go: its place among the others, from 0. */
  onMove(from: number, to: number): void
}

export interface ListDrag {
  readonly from: number
  /** The place among the other rows, from 0. */
  readonly to: number
}

/** A hand is never quite still: this far is a drag, less is a click. */
const DRAG_AFTER_PX = 4

/** `drag` is null while nothing is dragged; call `start` when a row is pressed. */
export function useListDrag({ list, onMove }: ListDragOptions): {
  drag: Readonly<ShallowRef<ListDrag | null>>
  start(event: PointerEvent, from: number): void
} {
  const drag = shallowRef<ListDrag | null>(null)
  let pressed: { readonly from: number; readonly y: number } | null = null

  function start(event: PointerEvent, from: number): void {
    const isOnButton = (event.target as Element).closest('button') !== null
    if (event.button === 0 && !isOnButton) pressed = { from, y: event.clientY }
  }

  function end(): void {
    pressed = null
    drag.value = null
  }

  useEventListener(window, 'pointermove', ({ clientY }: PointerEvent) => {
    if (!pressed || (!drag.value && Math.abs(clientY - pressed.y) < DRAG_AFTER_PX)) return
    drag.value = { from: pressed.from, to: findPlace(list.value, pressed.from, clientY) }
  })
  useEventListener(window, 'pointerup', () => {
    const dropped = drag.value
    end()
    if (dropped && dropped.from !== dropped.to) onMove(dropped.from, dropped.to)
  })
  useEventListener(window, 'pointercancel', end)
  useEventListener(window, 'keydown', ({ key }: KeyboardEvent) => {
    if (key === 'Escape') end()
  })

  return { drag, start }
}

/** How many of the other rows have their middle above the pointer. */
function findPlace(list: HTMLElement | null, from: number, y: number): number {
  const others = Array.from(list?.children ?? []).filter((_, index) => index !== from)
  return others.filter((row) => {
    const { top, height } = row.getBoundingClientRect()
    return top + height / 2 < y
  }).length
}
