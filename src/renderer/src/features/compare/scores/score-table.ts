/** A table of scores: one line a score, one cell a run, the best and the worst of each line marked. */
import { toCsv } from '@shared/compare/csv'

export interface ScoreCell {
  readonly text: string
  /** What a spreadsheet gets: all digits; empty where there is no value. */
  readonly value: string
  readonly mark: 'best' | 'worst' | null
  /** More, for a tooltip; null for none. */
  readonly hint: string | null
}

export interface ScoreLine {
  readonly key: string
  readonly label: string
  readonly hint: string | null
  /** One a column. */
  readonly cells: readonly ScoreCell[]
}

export interface ScoreColumn {
  readonly key: string
  readonly label: string
  /** The slot of the run's colour; null for a column that is no run. */
  readonly color: number | null
}

export interface ScoreTable {
  readonly columns: readonly ScoreColumn[]
  readonly lines: readonly ScoreLine[]
}

/** A value before it is known how it compares. */
export interface ScoreValue {
  readonly value: number | null
  readonly text: string
  readonly hint?: string | null
}

/** Cells with the extremes marked; none is where all are equal, or there are fewer than two. */
export function markExtremes(
  values: readonly ScoreValue[],
  better: 'higher' | 'lower'
): ScoreCell[] {
  const known = values.flatMap(({ value }) =>
    value !== null && Number.isFinite(value) ? [value] : []
  )
  const [highest, lowest] = [Math.max(...known), Math.min(...known)]
  const [best, worst] = better === 'higher' ? [highest, lowest] : [lowest, highest]
  const isMarked = known.length > 1 && best !== worst
  return values.map(({ value, text, hint = null }) => ({
    text,
    value: value === null ? '' : String(value),
    hint,
    mark: !isMarked ? null : value === best ? 'best' : value === worst ? 'worst' : null
  }))
}

/** The table turned: runs become lines. */
export function transposeTable({ columns, lines }: ScoreTable): ScoreTable & {
  readonly colors: readonly (number | null)[]
} {
  return {
    columns: lines.map(({ key, label }) => ({ key, label, color: null })),
    colors: columns.map(({ color }) => color),
    lines: columns.map(({ key, label }, index) => ({
      key,
      label,
      hint: null,
      cells: lines.flatMap(({ cells }) => cells[index] ?? [])
    }))
  }
}

/** All digits of it, for a spreadsheet. */
export function writeTable({ columns, lines }: ScoreTable, corner: string): string {
  return toCsv([
    [corner, ...columns.map(({ label }) => label)],
    ...lines.map(({ label, cells }) => [label, ...cells.map(({ value }) => value)])
  ])
}
