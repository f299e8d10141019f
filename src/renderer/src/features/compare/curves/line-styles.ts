/** How a line looks: its colour, and a dash or a marker as the second channel, so that colour alone tells nothing. */
import { RUN_COLOR_COUNT } from '@shared/run'
import { partStyles } from '../../../charts/chart'
import { lineMarkers, type Marker } from '../../../charts/markers'
import type { DataPart } from '@shared/metrics'
import type { Grouping } from '@shared/curves/curve-view'

export interface LineStyle {
  readonly colorSlot: number
  readonly dash: readonly number[]
  readonly marker: Marker
}

/** The order of dashes where they do not stand for parts of the data. */
const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 3],
  [10, 3, 2, 3],
  [10, 3, 2, 3, 2, 3],
  [14, 4]
]

/** What of a line decides how it looks. */
export interface StyledLine {
  readonly runId: string
  readonly part: DataPart
  readonly colorGroup: string
  readonly dashGroup: string
}

export interface StyleOptions {
  readonly colorBy: Grouping
  readonly dashBy: Grouping
  /** All compared runs, drawn or not, in their order: what is hidden changes no other line. */
  readonly runs: readonly { readonly id: string; readonly color: number }[]
}

/** A style for each line. A run keeps its own colour; the second run of one colour gets a marker, the third another. */
export function styleLines(lines: readonly StyledLine[], options: StyleOptions): LineStyle[] {
  const colorGroups = [...new Set(lines.map(({ colorGroup }) => colorGroup))]
  const dashGroups = [...new Set(lines.map(({ dashGroup }) => dashGroup))]
  const turns = countTurns(options.runs)
  return lines.map(({ runId, part, colorGroup, dashGroup }) => {
    const index = colorGroups.indexOf(colorGroup)
    const run = options.colorBy === 'run' ? options.runs.find(({ id }) => id === runId) : undefined
    const turn = run ? (turns.get(runId) ?? 0) : Math.floor(index / RUN_COLOR_COUNT)
    return {
      colorSlot: (run?.color ?? index) % RUN_COLOR_COUNT,
      dash:
        options.dashBy === 'part'
          ? partStyles[part].dash
          : (dashes[dashGroups.indexOf(dashGroup) % dashes.length] ?? []),
      marker: lineMarkers[turn % lineMarkers.length] ?? 'none'
    }
  })
}

/** How many runs before each one have its colour. */
function countTurns(runs: StyleOptions['runs']): Map<string, number> {
  const seen = new Map<number, number>()
  return new Map(
    runs.map(({ id, color }) => {
      const turn = seen.get(color) ?? 0
      seen.set(color, turn + 1)
      return [id, turn]
    })
  )
}
