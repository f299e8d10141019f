/** What is asked of the curves of the compared runs, by how they are drawn and how wide that is. */
import { computed, type ComputedRef } from 'vue'
import type { SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import { useStable } from '../../../composables/useStable'
import { useCurvesStore, type CurveQuery } from '../../../stores/curves'
import { useSettingsStore } from '../../../stores/settings'
import { listSeries, type Range } from './look'

const LEAST_CHART_PX = 420
const COLUMN_STEP = 100
/** What was read is enough until charts are this much narrower: a dragged window does not read everything anew. */
const LEAST_USED_SHARE = 0.6

export interface CurveQueryParts {
  /** What the compared runs have recorded. */
  readonly recorded: ComputedRef<readonly SeriesName[]>
  /** Those of it that are not hidden. */
  readonly wanted: ComputedRef<readonly SeriesName[]>
  /** Null while there is no width to draw on. */
  readonly query: ComputedRef<CurveQuery | null>
}

export interface CurveQuerySources {
  /** The runs that are compared, or may be. */
  getRuns(): readonly RunRecord[]
  /** In pixels of the page. */
  getWidth(): number
  /** Null for all of the axis. */
  getRange(): Range | null
}

export function useCurveQuery({ getRuns, getWidth, getRange }: CurveQuerySources): CurveQueryParts {
  const curves = useCurvesStore()
  const settings = useSettingsStore()
  const view = computed(() => settings.values.curveView)

  const recorded = computed(() => listSeries(getRuns()))
  const wanted = computed(() => {
    const { hiddenMetrics, hiddenParts } = view.value
    const hidden: readonly string[] = [...hiddenMetrics, ...hiddenParts]
    return recorded.value.filter((name) => !name.split('/').some((half) => hidden.includes(half)))
  })

  const columns = computed(() => {
    const needed = countColumns()
    const read = curves.answer?.query.columns ?? 0
    return needed <= read && needed >= read * LEAST_USED_SHARE ? read : needed
  })

  function countColumns(): number {
    const width = getWidth()
    const { chartBy } = view.value
    const across = chartBy === 'none' ? 1 : Math.max(1, Math.floor(width / LEAST_CHART_PX))
    const metricsShown = new Set(wanted.value.map((name) => name.split('/')[1])).size
    const charts = chartBy === 'metric' ? Math.min(across, metricsShown || 1) : across
    const pixels = (width / charts) * (window.devicePixelRatio || 1)
    return Math.ceil(pixels / COLUMN_STEP) * COLUMN_STEP
  }

  // Every answer is looked at for its columns, and changes nothing of the question.
  const query = useStable<CurveQuery | null>(() => {
    if (columns.value === 0) return null
    const { scope, x, smoothing, isLogX } = view.value
    const range = getRange()
    return {
      series: [...wanted.value],
      scope,
      x,
      smoothing,
      isLogX,
      columns: columns.value,
      range: range && [range[0], range[1]]
    }
  })

  return { recorded, wanted, query }
}

/** The width of what holds every room: known before a room has been laid out. */
export function measureRoom(): number {
  return document.querySelector('main')?.clientWidth ?? 0
}
