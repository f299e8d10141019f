/** The curves of the compared runs as charts of lines: which stand together, how each looks, and what it is called. */
import type { RunCurve } from '@shared/curves/pack'
import type { CurveView, Grouping } from '@shared/curves/curve-view'
import { metrics, type DataPart, type MetricKey, type SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import { partStyles } from '../../../charts/chart'
import { styleLines, type LineStyle } from './line-styles'

export interface ComparedLine {
  /** Stays the same while the line is looked at. */
  readonly key: string
  readonly run: RunRecord
  readonly series: SeriesName
  readonly metric: MetricKey
  readonly part: DataPart
  readonly curve: RunCurve
  readonly style: LineStyle
  /** What tells it from the other lines of its chart. */
  readonly label: string
}

/** What a legend says of a line, or of what lines have in common. */
export interface LegendEntry {
  readonly key: string
  readonly label: string
  /** Without a colour where it stands for lines of every colour. */
  readonly look: Omit<LineStyle, 'colorSlot'> & { readonly colorSlot: number | null }
}

export interface ComparedChart {
  readonly key: string
  readonly title: string
  readonly lines: readonly ComparedLine[]
  readonly legend: readonly LegendEntry[]
  /** What all its lines measure; null where they measure different things. */
  readonly metric: MetricKey | null
}

export interface ChartSources {
  /** All compared runs, and those of them that are drawn. */
  readonly runs: readonly RunRecord[]
  readonly visible: readonly RunRecord[]
  readonly view: Pick<CurveView, 'colorBy' | 'dashBy' | 'chartBy'>
  readonly getCurves: (runId: string) => readonly RunCurve[]
  /** What a run's configuration says at a path; null where it says nothing. */
  readonly getConfig: (runId: string, path: string) => string | null
  /** @default the run's name: what tells a run from the other ones */
  readonly nameRun?: (run: RunRecord) => string
}

type Place = Pick<ComparedLine, 'run' | 'metric' | 'part' | 'series' | 'curve'>

export function arrangeCharts(sources: ChartSources): ComparedChart[] {
  const { colorBy, dashBy, chartBy } = sources.view
  const places = listPlaces(sources)
  const nameGroup = (place: Place, by: Grouping): string => describeGroup(place, by, sources)
  const styles = styleLines(
    places.map((place) => ({
      runId: place.run.id,
      part: place.part,
      colorGroup: nameGroup(place, colorBy),
      dashGroup: nameGroup(place, dashBy)
    })),
    { colorBy, dashBy, runs: sources.runs }
  )
  const charts = new Map<string, (Place & { style: LineStyle })[]>()
  places.forEach((place, index) => {
    const key = chartBy === 'run' ? place.run.id : nameGroup(place, chartBy)
    const style = styles[index]
    if (style) charts.set(key, [...(charts.get(key) ?? []), { ...place, style }])
  })
  return [...charts].map(([key, lines]) => toChart(key, lines, sources))
}

/** In the order of metrics, then of runs: of neighbouring charts, each has its lines in the same order. */
function listPlaces({ visible, getCurves }: ChartSources): Place[] {
  const keys = Object.keys(metrics)
  return visible
    .flatMap((run) =>
      getCurves(run.id).map((curve) => {
        const [part, metric] = curve.series.split('/') as [DataPart, MetricKey]
        return { run, metric, part, series: curve.series, curve }
      })
    )
    .sort((a, b) => keys.indexOf(a.metric) - keys.indexOf(b.metric))
}

function describeGroup({ run, metric, part }: Place, by: Grouping, sources: ChartSources): string {
  if (by === 'none') return 'All curves'
  if (by === 'run') return run.name
  if (by === 'metric') return metrics[metric].label
  if (by === 'part') return capitalize(partStyles[part].label)
  const path = by.slice('config:'.length)
  return `${path}: ${sources.getConfig(run.id, path) ?? 'not known'}`
}

function toChart(
  key: string,
  lines: readonly (Place & { style: LineStyle })[],
  sources: ChartSources
): ComparedChart {
  const [first] = lines
  const isMixed = (pick: (place: Place) => string): boolean =>
    lines.some((line) => first && pick(line) !== pick(first))
  const hasRuns = isMixed(({ run }) => run.id)
  const hasMetrics = isMixed(({ metric }) => metric)
  const hasParts = isMixed(({ part }) => part)
  const { chartBy, colorBy, dashBy } = sources.view
  const named = lines.map((line) => ({
    ...line,
    key: `${line.run.id} ${line.series}`,
    label:
      [
        ...(hasRuns ? [nameOf(line.run, sources)] : []),
        ...(hasMetrics ? [metrics[line.metric].label] : []),
        ...(hasParts ? [partStyles[line.part].label] : [])
      ].join(' · ') || nameOf(line.run, sources)
  }))
  // Colours that say the run and dashes that say the part are each said once.
  const isFactored = colorBy === 'run' && dashBy === 'part' && hasRuns && hasParts && !hasMetrics
  return {
    key,
    title: first && chartBy !== 'none' ? describeGroup(first, chartBy, sources) : 'All curves',
    metric: hasMetrics ? null : (first?.metric ?? null),
    lines: named,
    legend: isFactored
      ? [...listRunEntries(named, sources), ...listPartEntries(named)]
      : named.map(({ key, label, style }) => ({ key, label, look: style }))
  }
}

function listRunEntries(lines: readonly ComparedLine[], sources: ChartSources): LegendEntry[] {
  const firsts = new Map([...lines].reverse().map((line) => [line.run.id, line]))
  return [...firsts.values()].reverse().map(({ run, style }) => ({
    key: run.id,
    label: nameOf(run, sources),
    look: { ...style, dash: [] }
  }))
}

function listPartEntries(lines: readonly ComparedLine[]): LegendEntry[] {
  return [...new Set(lines.map(({ part }) => part))].map((part) => ({
    key: part,
    label: partStyles[part].label,
    look: { colorSlot: null, dash: partStyles[part].dash, marker: 'none' }
  }))
}

function nameOf(run: RunRecord, { nameRun = ({ name }) => name }: ChartSources): string {
  return nameRun(run)
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
