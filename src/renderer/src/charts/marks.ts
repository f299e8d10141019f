/** Marks on a curve: a line at the step where something happened, with a word for it. */
import type { Plugin } from 'chart.js'
import type { RunEvent, RunEventKind } from '@shared/run-events'

export interface Mark {
  readonly step: number
  readonly word: string
}

const words = {
  'learning-rate': 'lr',
  epochs: 'epochs',
  'sample-interval': null,
  paused: null,
  resumed: null,
  continued: 'continued',
  'early-stop': 'early stop',
  'restored-weights': 'best weights back'
} as const satisfies Record<RunEventKind, string | null>

/** The events that change a curve; pauses and the like leave no trace in it. */
export function toMarks(events: readonly RunEvent[]): Mark[] {
  return events.flatMap(({ kind, step, learningRate }) => {
    const word = words[kind]
    if (word === null) return []
    return [{ step, word: learningRate === undefined ? word : `${word} ${learningRate}` }]
  })
}

export interface MarkStyle {
  readonly color: string
  readonly font: string
}

const LABEL_GAP_PX = 4
const LABEL_ROW_PX = 13
const ROWS = 4

/** Draws what `getMarks` gives over the plot; labels of neighbours stand below each other. */
export function createMarksPlugin(
  getMarks: () => readonly Mark[],
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
      getMarks().forEach(({ step, word }, index) => {
        const place = x.getPixelForValue(step)
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
