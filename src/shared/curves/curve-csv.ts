/** Curves as a table of comma-separated values: a row a point. */
import { toCsvRow } from '../csv'
import type { RunCurve } from './pack'

export interface NamedCurve extends RunCurve {
  /** The run's. */
  readonly name: string
}

/** `axis` names the column of positions; points out of `range` are left out. Curves that are not thinned. */
export function describeCurves(
  curves: readonly NamedCurve[],
  {
    axis,
    smoothing,
    range
  }: { axis: string; smoothing: number; range: readonly [number, number] | null }
): string {
  const isSmoothed = curves.some(({ smooth }) => smooth !== null)
  const head = ['run', 'series', axis, 'value', ...(isSmoothed ? [`smoothed ${smoothing}`] : [])]
  const rows = curves.flatMap(({ name, series, raw, smooth }) => {
    const lines: string[] = []
    for (let row = 0; row < raw.x.length; row++) {
      const x = raw.x[row] ?? NaN
      if (range && (x < range[0] || x > range[1])) continue
      const average = smooth ? (smooth.y[row] ?? NaN) : ''
      lines.push(toCsvRow([name, series, x, raw.y[row] ?? NaN, ...(isSmoothed ? [average] : [])]))
    }
    return lines
  })
  return `${[toCsvRow(head), ...rows].join('\n')}\n`
}
