/** MetricBatch, from the store's columns to a canvas: at most one drawing a frame, and none that nobody can see. */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset
} from 'chart.js'
import { useDocumentVisibility, useResizeObserver } from '@vueuse/core'
import { onScopeDispose, watch, type Ref } from 'vue'
import { formatMetric } from '@shared/format'
import { createMarksPlugin, type Mark } from '../charts/marks'
import { computeYRange, createCurveBuilder, type CurveLine } from '../charts/curve-lines'
import { partStyles, type ChartDefinition } from '../charts/chart'
import type { Lineage } from '../charts/lineage'
import { createFrameScheduler } from './frame-scheduler'
import { readToken, runColorToken } from './tokens'

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip)

export interface LiveChartView {
  readonly lineage: Lineage
  readonly scope: 'step' | 'epoch'
  readonly smoothing: number
  readonly theme: 'light' | 'dark'
  readonly marks: readonly Mark[]
}

const MARK_RADIUS_PX = 2.5
const RAW_LINE_ALPHA = '38'
/** What comes from an ancestor steps back behind the run itself. */
const INHERITED_ALPHA = 'a6'
const INHERITED_RAW_ALPHA = '26'
const FEWEST_STEPS_SHOWN = 10
/** Marks at the edge of the plot are whole. */
const CLIP_PX = 4

/** Draws `definition` on `canvas` for as long as the component lives. `view` is read again whenever it changes. */
export function useLiveChart(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  definition: ChartDefinition,
  view: () => LiveChartView
): void {
  const visibility = useDocumentVisibility()
  const builder = createCurveBuilder(definition)
  // Machinery, and deliberately no ref: Chart.js loops for ever through a reactive proxy of itself.
  let chart: Chart<'line'> | null = null

  function draw(): void {
    if (!canvas.value) return
    chart ??= new Chart(canvas.value, {
      ...createConfig(definition),
      plugins: [createMarksPlugin(getPlacedMarks, getMarkStyle)]
    })
    const shown = view()
    const lines = builder.build(shown.lineage, {
      scope: shown.scope,
      smoothing: shown.smoothing,
      widthPx: Math.max(1, Math.round(chart.chartArea?.width ?? chart.width))
    })
    apply(chart, lines, shown, definition)
    chart.update('none')
  }

  /** Most marks stand at steps; an axis of epochs has a place for few of them. */
  function getPlacedMarks(): { x: number; word: string }[] {
    const { scope, marks } = view()
    return marks.flatMap(({ step, epoch, word }) => {
      const x = scope === 'step' ? step : epoch
      return x === null ? [] : [{ x, word }]
    })
  }

  const scheduler = createFrameScheduler({ draw, isVisible: () => visibility.value === 'visible' })

  watch(
    [() => view(), () => sumVersions(view().lineage), visibility, canvas],
    () => scheduler.request(),
    { immediate: true }
  )
  useResizeObserver(
    () => canvas.value?.parentElement,
    () => scheduler.request()
  )
  onScopeDispose(() => {
    scheduler.cancel()
    chart?.destroy()
  })
}

function sumVersions(lineage: Lineage): number {
  return lineage.reduce((sum, { run }) => sum + run.version.value, 0)
}

function createConfig(definition: ChartDefinition): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      elements: { point: { radius: 0, hitRadius: 0, hoverRadius: 4 }, line: { tension: 0 } },
      plugins: {
        tooltip: {
          displayColors: false,
          // The point where two runs meet is named once.
          filter: ({ dataset, dataIndex }) =>
            dataset.label !== undefined && !(dataIndex === 0 && jointed.has(dataset)),
          callbacks: {
            label: ({ dataset, parsed }) =>
              `${dataset.label ?? ''} ${formatMetric(definition.metric, parsed.y)}`
          }
        }
      },
      scales: {
        x: { type: 'linear', grid: { display: false }, ticks: { precision: 0, maxRotation: 0 } },
        y: { type: 'linear', border: { display: false } }
      }
    }
  }
}

function getMarkStyle() {
  return { color: readToken('--warning'), font: `11px ${readToken('--font-text')}` }
}

/** Puts lines, limits and colours into a chart, without drawing it. */
function apply(
  chart: Chart<'line'>,
  lines: readonly CurveLine[],
  { scope }: LiveChartView,
  definition: ChartDefinition
): void {
  chart.data.datasets = lines.map(toDataset)
  const text = readToken('--text-secondary')
  const font = { family: readToken('--font-text'), size: 11 }
  const { x, y } = chart.options.scales ?? {}
  const { tooltip } = chart.options.plugins ?? {}
  const lastX = Math.max(0, ...lines.map(({ points }) => points.at(-1)?.x ?? 0))
  const display = lines.length > 0
  Object.assign(x ?? {}, {
    display,
    ...(scope === 'step'
      ? { min: 0, max: Math.max(lastX, FEWEST_STEPS_SHOWN) }
      : { min: 1, max: Math.max(lastX, 2) }),
    border: { color: readToken('--line-strong') },
    title: { display: true, text: scope, color: text, font },
    ticks: { precision: 0, maxRotation: 0, includeBounds: false, color: text, font }
  })
  Object.assign(y ?? {}, {
    display,
    ...computeYRange(lines, definition.metric),
    grid: { color: readToken('--grid'), drawTicks: false },
    ticks: { includeBounds: false, maxTicksLimit: 7, padding: 8, color: text, font }
  })
  Object.assign(tooltip ?? {}, {
    backgroundColor: readToken('--text'),
    titleColor: readToken('--surface-card'),
    bodyColor: readToken('--surface-card'),
    titleFont: font,
    bodyFont: font
  })
  if (tooltip?.callbacks) {
    tooltip.callbacks.title = ([item]) => (item ? `${scope} ${item.parsed.x}` : '')
  }
}

/** Lines whose first point is also the last one of the line before. */
const jointed = new WeakSet<object>()

function toDataset(line: CurveLine): ChartDataset<'line'> {
  const { part, kind, dash, hasMarks, colorSlot, hasJoint, points } = line
  const isRaw = kind === 'raw'
  const color = `${readToken(runColorToken(colorSlot))}${alphaOf(line)}`
  const dataset: ChartDataset<'line'> = {
    // A line without a label is not in the tooltip.
    ...(isRaw ? {} : { label: partStyles[part].label }),
    data: points as { x: number; y: number }[],
    borderColor: color,
    backgroundColor: color,
    borderDash: [...dash],
    borderWidth: isRaw ? 1 : 2,
    clip: CLIP_PX,
    pointRadius: hasMarks || points.length === 1 ? MARK_RADIUS_PX : 0
  }
  if (hasJoint) jointed.add(dataset)
  return dataset
}

function alphaOf({ kind, isInherited }: CurveLine): string {
  if (kind === 'raw') return isInherited ? INHERITED_RAW_ALPHA : RAW_LINE_ALPHA
  return isInherited ? INHERITED_ALPHA : ''
}
