/** Marks on a curve: a line at the step where something happened, with a word for it. */
import type { Plugin } from 'chart.js'
import type { RunEvent, RunEventKind } from '@shared/run-events'

export interface Mark {
  readonly step: number
  /** Its place on an axis of epochs; null for what happened somewhere within one. */
  readonly epoch: number | null
  readonly word: string
}

/** The steps of a run that are drawn. */
export interface MarkedSteps {
  readonly firstStep: number
  readonly lastStep: number
  /** Whole epochs done before the run began. */
  readonly epochsBefore: number
}

const words = {
  'learning-rate': 'lr',
  epochs: 'epochs',
  'sample-interval': 'samples every',
  paused: null,
  resumed: null,
  continued: 'continued',
  'early-stop': 'early stop',
  'restored-weights': 'best weights back',
  'kept-weights': null
} as const satisfies Record<RunEventKind, string | null>

/** The events that change a curve; pauses and the like leave no trace in it. */
export function toMarks(
  events: readonly RunEvent[],
  { firstStep, lastStep, epochsBefore }: MarkedSteps = WHOLE_RUN
): Mark[] {
  return events.flatMap((event) => {
    const { kind, step } = event
    const word = describeMark(event)
    if (word === null || step < firstStep || step > lastStep) return []
    const isFork = kind === 'continued' && epochsBefore > 0
    return [{ step, epoch: isFork ? epochsBefore : null, word }]
  })
}

/** The word for an event that changes a curve; null for one that leaves no trace in it. */
export function describeMark({ kind, learningRate, setTo }: RunEvent): string | null {
  const word = words[kind]
  const value = learningRate ?? setTo
  return word === null || value === undefined ? word : `${word} ${value}`
}

const WHOLE_RUN: MarkedSteps = { firstStep: 0, lastStep: Infinity, epochsBefore: 0 }

export interface MarkStyle {
  readonly color: string
  readonly font: string
}

const LABEL_GAP_PX = 4
const LABEL_ROW_PX = 13
const ROWS = 4

/** Draws what `getMarks` gives over the plot; labels of neighbours stand below each other. */
export function createMarksPlugin(
  getMarks: () => readonly { readonly x: number; readonly word: string }[],
  getStyle: () => MarkStyle
): Plugin<'line'> {
  return {
    id: 'marks',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { x } = scales
      if (!x) return
      const { color, font } = getStyle()
      ctx.save()
      ctx.strokeStyle = color
      ctx.fillStyle = color
      ctx.font = font
      ctx.setLineDash([4, 3])
      getMarks().forEach(({ x: at, word }, index) => {
        const place = x.getPixelForValue(at)
        if (place < chartArea.left || place > chartArea.right) return
        ctx.beginPath()
        ctx.moveTo(place, chartArea.top)
        ctx.lineTo(place, chartArea.bottom)
        ctx.stroke()
        const isNearEdge = place + ctx.measureText(word).width + LABEL_GAP_PX > chartArea.right
        ctx.textAlign = isNearEdge ? 'right' : 'left'
        const y = chartArea.top + LABEL_ROW_PX * (1 + (index % ROWS))
        ctx.fillText(word, place + (isNearEdge ? -LABEL_GAP_PX : LABEL_GAP_PX), y)
      })
      ctx.restore()
    }
  }
}
