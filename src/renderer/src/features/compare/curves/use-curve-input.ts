/** Mouse, wheel and keys over a chart: the cursor, zooming with a rectangle or the wheel, panning, and the way back. */
import type { Ref } from 'vue'
import type { CurveFrame } from '../../../charts/curve-frame'
import type { Selection } from './draw-cursor'

export type Range = readonly [number, number]

export interface CurveInputOptions {
  /** What is being chosen with the mouse. */
  readonly selection: Ref<Selection | null>
  readonly frame: Readonly<Ref<CurveFrame | null>>
  getCursor(): number | null
  /** Null when the pointer has left. `y` is the value at the pointer; null for the keyboard. */
  setCursor(x: number | null, y: number | null): void
  /** `y` null leaves the values fitted. */
  zoom(x: Range, y: Range | null): void
  pan(x: Range): void
  reset(): void
}

/** Smaller ones are clicks. */
const LEAST_SELECTION_PX = 5
/** Flatter ones choose the whole height. */
const LEAST_HEIGHT_PX = 14
const ZOOM_STEP = 1.5
const WHEEL_STEP = 0.0015
const KEY_STEP_PX = 4
const PAN_SHARE = 0.1

/** The listeners of the plot. */
export function useCurveInput(options: CurveInputOptions) {
  const { frame, selection, setCursor, zoom, pan, reset } = options
  let panFrom: number | null = null

  function placeOf(event: MouseEvent): [number, number] {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    const plot = frame.value?.plot
    const [x, y] = [event.clientX - left, event.clientY - top]
    if (!plot) return [x, y]
    return [clamp(x, plot.left, plot.left + plot.width), clamp(y, plot.top, plot.top + plot.height)]
  }

  /** The axis after its ends were moved to these pixels. */
  function rangeAt(from: number, to: number): Range | null {
    const { x } = frame.value ?? {}
    return x ? [x.toValue(from), x.toValue(to)] : null
  }

  function pointerDown(event: PointerEvent): void {
    if (event.button > 1) return
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    const place = placeOf(event)
    if (event.shiftKey || event.button === 1) panFrom = place[0]
    else selection.value = { from: place, to: place, hasHeight: false }
  }

  function pointerMove(event: PointerEvent): void {
    const area = frame.value
    if (!area) return
    const place = placeOf(event)
    setCursor(area.x.toValue(place[0]), area.y.toValue(place[1]))
    if (panFrom !== null) return panBy(panFrom - place[0], place[0])
    const { from } = selection.value ?? {}
    if (!from) return
    const hasHeight = Math.abs(place[1] - from[1]) >= LEAST_HEIGHT_PX
    selection.value = { from, to: place, hasHeight }
  }

  function panBy(pixels: number, next: number): void {
    const { plot } = frame.value ?? {}
    const range = plot && rangeAt(plot.left + pixels, plot.left + plot.width + pixels)
    if (range) pan(range)
    panFrom = next
  }

  function pointerUp(): void {
    const chosen = selection.value
    panFrom = null
    selection.value = null
    const area = frame.value
    if (!chosen || !area) return
    const [left, right] = sort(chosen.from[0], chosen.to[0])
    if (right - left < LEAST_SELECTION_PX) return
    const [top, bottom] = sort(chosen.from[1], chosen.to[1])
    const values: Range = [area.y.toValue(bottom), area.y.toValue(top)]
    zoom([area.x.toValue(left), area.x.toValue(right)], chosen.hasHeight ? values : null)
  }

  function pointerLeave(): void {
    if (!selection.value) setCursor(null, null)
  }

  function pointerCancel(): void {
    selection.value = null
    panFrom = null
  }

  /** The page scrolls as everywhere, unless the chart has the focus or Ctrl is held. */
  function wheel(event: WheelEvent): void {
    const target = event.currentTarget as HTMLElement
    if (!event.ctrlKey && document.activeElement !== target) return
    event.preventDefault()
    const { plot } = frame.value ?? {}
    if (plot && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const range = rangeAt(plot.left + event.deltaX, plot.left + plot.width + event.deltaX)
      if (range) pan(range)
    } else zoomAbout(placeOf(event)[0], Math.exp(event.deltaY * WHEEL_STEP))
  }

  function zoomAbout(pixel: number, factor: number): void {
    const { plot } = frame.value ?? {}
    if (!plot) return
    const right = plot.left + plot.width
    const range = rangeAt(pixel - (pixel - plot.left) * factor, pixel + (right - pixel) * factor)
    if (range) zoom(range, null)
  }

  function keyDown(event: KeyboardEvent): void {
    const area = frame.value
    if (!area || event.ctrlKey || event.metaKey || event.altKey) return
    const { plot, x } = area
    const right = plot.left + plot.width
    const cursor = options.getCursor()
    const at = cursor === null ? (plot.left + right) / 2 : x.toPixel(cursor)
    const move = (pixel: number): void => setCursor(x.toValue(clamp(pixel, plot.left, right)), null)
    const shift = (share: number): void => {
      const range = rangeAt(plot.left + share * plot.width, right + share * plot.width)
      if (range) pan(range)
    }
    const actions: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? shift(-PAN_SHARE) : move(at - KEY_STEP_PX)),
      ArrowRight: () => (event.shiftKey ? shift(PAN_SHARE) : move(at + KEY_STEP_PX)),
      Home: () => move(plot.left),
      End: () => move(right),
      '+': () => zoomAbout(at, 1 / ZOOM_STEP),
      '=': () => zoomAbout(at, 1 / ZOOM_STEP),
      '-': () => zoomAbout(at, ZOOM_STEP),
      '0': reset,
      Escape: reset
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  return {
    pointerdown: pointerDown,
    pointermove: pointerMove,
    pointerup: pointerUp,
    pointerleave: pointerLeave,
    pointercancel: pointerCancel,
    dblclick: reset,
    wheel,
    keydown: keyDown
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

function sort(one: number, other: number): [number, number] {
  return one < other ? [one, other] : [other, one]
}
