/** Draws a chart of compared curves on three canvases: what stands still, what is live, and what follows the mouse. */
import { computed, onScopeDispose, watch, type ComputedRef, type Ref } from 'vue'
import { isActive } from '@shared/run'
import type { CurveView } from '@shared/curves/curve-view'
import { createFrame, type CurveFrame } from '../../../charts/curve-frame'
import {
  chooseLineWidth,
  drawAxes,
  drawCurves,
  drawMarks,
  type CurveMark
} from '../../../charts/draw-curves'
import { createCanvasPen, type Pen } from '../../../charts/pen'
import { useBoxSize } from '../../../composables/useBoxSize'
import { createFrameScheduler } from '../../../composables/frame-scheduler'
import { readToken, runColorToken } from '../../../composables/tokens'
import type { ComparedChart, ComparedLine } from './compared-charts'
import { drawCursor, type Selection } from './draw-cursor'
import { findChartYRange, readColors, toDrawn } from './figure'

export interface CurveCanvasView {
  readonly chart: ComparedChart
  readonly marks: readonly (Omit<CurveMark, 'color'> & { readonly colorSlot: number })[]
  readonly xRange: readonly [number, number]
  /** What a person has zoomed to; null fits what is in sight. */
  readonly yRange: readonly [number, number] | null
  readonly view: CurveView
  readonly xTitle: string
  readonly theme: 'light' | 'dark'
  readonly cursor: number | null
  readonly selection: Selection | null
  /** The line under the mouse. */
  readonly hoveredKey: string | null
  /** Whether it can be seen at all. */
  readonly isVisible: boolean
}

export interface CurveCanvases {
  readonly box: Readonly<Ref<HTMLElement | null>>
  readonly still: Readonly<Ref<HTMLCanvasElement | null>>
  readonly live: Readonly<Ref<HTMLCanvasElement | null>>
  readonly overlay: Readonly<Ref<HTMLCanvasElement | null>>
}

/**
 * The frame is null until the chart has a size. `painted` is called after each drawing of curves. Of `shown`, each field is
 * looked at where it counts: a moved cursor must not have the extremes of all curves found anew.
 */
export function useCurveCanvas(
  { box, still, live, overlay }: CurveCanvases,
  shown: CurveCanvasView,
  painted: () => void
): { frame: ComputedRef<CurveFrame | null> } {
  const { width, height } = useBoxSize(box)
  let known: { key: string; frame: CurveFrame } | null = null

  // The same object as long as nothing of it changes, so that what stands still is not drawn again.
  const frame = computed(() => {
    const { chart, xRange, yRange, view, xTitle } = shown
    if (width.value < 1 || height.value < 1) return null
    const options = {
      width: Math.floor(width.value),
      height: Math.floor(height.value),
      xRange,
      yRange: yRange ?? findChartYRange(chart, xRange, view),
      isLogX: view.isLogX,
      isLogY: view.isLogY,
      isTime: view.x === 'time',
      xTitle
    }
    const key = JSON.stringify(options)
    if (known?.key !== key) known = { key, frame: createFrame(options) }
    return known.frame
  })

  const pick = (isLive: boolean): ComparedLine[] =>
    shown.chart.lines.filter(({ run }) => isActive(run.state) === isLive)

  const layers = [
    createLayer(still, (pen, area) => {
      drawAxes(pen, area, readColors())
      drawLines(pen, area, pick(false))
      const marks = shown.marks.map(({ x, word, colorSlot }) => ({
        x,
        word,
        color: readToken(runColorToken(colorSlot))
      }))
      drawMarks(pen, area, marks)
      painted()
    }),
    createLayer(live, (pen, area) => drawLines(pen, area, pick(true))),
    createLayer(overlay, (pen, area) => {
      const { chart, cursor, selection, hoveredKey, view } = shown
      const hovered = chart.lines.filter(({ key }) => key === hoveredKey)
      const width = chooseLineWidth(chart.lines.length) + 1.5
      drawCurves(pen, area, hovered.map(toDrawn), { showsRaw: view.showsRaw, width })
      drawCursor(pen, area, { chart, cursor, selection })
    })
  ] as const
  const [stillLayer, liveLayer, overlayLayer] = layers

  function drawLines(pen: Pen, area: CurveFrame, lines: readonly ComparedLine[]): void {
    const { view, chart } = shown
    const width = chooseLineWidth(chart.lines.length)
    drawCurves(pen, area, lines.map(toDrawn), { showsRaw: view.showsRaw, width })
  }

  function createLayer(
    canvas: Readonly<Ref<HTMLCanvasElement | null>>,
    draw: (pen: Pen, area: CurveFrame) => void
  ) {
    return createFrameScheduler({
      isVisible: () => shown.isVisible,
      draw() {
        const context = canvas.value && frame.value && fit(canvas.value, frame.value)
        if (context && frame.value)
          draw(createCanvasPen(context, readToken('--font-text')), frame.value)
      }
    })
  }

  const watchLayer = (getSources: () => readonly unknown[], layer: typeof stillLayer): void => {
    watch(
      getSources,
      (now, before) => {
        if (now.length !== before?.length || now.some((one, index) => one !== before[index])) {
          layer.request()
        }
      },
      { immediate: true, flush: 'post' }
    )
  }
  const common = (): unknown[] => {
    const { isVisible, theme, view } = shown
    return [frame.value, isVisible, theme, view]
  }
  const identities = (lines: readonly ComparedLine[]): unknown[] =>
    lines.flatMap(({ curve, style }) => [curve, JSON.stringify(style)])
  watchLayer(
    () => [...common(), still.value, JSON.stringify(shown.marks), ...identities(pick(false))],
    stillLayer
  )
  watchLayer(() => [...common(), live.value, ...identities(pick(true))], liveLayer)
  watchLayer(() => {
    const { cursor, selection, hoveredKey, chart } = shown
    return [...common(), overlay.value, chart, cursor, selection, hoveredKey]
  }, overlayLayer)
  onScopeDispose(() => layers.forEach((layer) => layer.cancel()))

  return { frame }
}

/** The canvas in as many pixels as the screen has, empty; null when it cannot be drawn on. */
function fit(
  canvas: HTMLCanvasElement,
  { width, height }: CurveFrame
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}
