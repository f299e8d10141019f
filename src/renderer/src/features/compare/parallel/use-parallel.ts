/** What is looked at in the tab "Parallel": axes and their order, brushes, colours, and the runs that are kept. */
import { computed, shallowRef, type Ref } from 'vue'
import { createAxis, passesBrushes, type Axis } from '@shared/compare/axes'
import type { ComparedRun } from '../use-compared-runs'
import { useTabLook } from '../use-tab-look'
import {
  chooseFirstColumns,
  chooseFirstScore,
  colorRuns,
  describeColors,
  listColumns,
  type RunColumn
} from './run-columns'
import type { Brushes } from './use-axis-brush'

/** Follows the runs; what a person has not chosen follows what is there to choose. */
export function useParallel(runs: Readonly<Ref<readonly ComparedRun[]>>) {
  const { look, change, sweep, field } = useTabLook('parallel')
  const kind = field('kind')
  const chosenColor = field('color')
  const chosenScore = field('score')
  const chosenX = field('x')
  const chosenY = field('y')
  const highlighted = shallowRef<string | null>(null)

  const columns = computed(() => listColumns(runs.value))
  const axisByKey = computed(
    () => new Map(columns.value.map((column) => [column.key, createAxis(column)]))
  )
  const find = (key: string | null): RunColumn | null =>
    columns.value.find((column) => column.key === key) ?? null
  const axisOf = (column: RunColumn | null): Axis | null =>
    column && (axisByKey.value.get(column.key) ?? null)

  const axisKeys = computed({
    get: () =>
      look.value.axes?.filter((key) => axisByKey.value.has(key)) ??
      chooseFirstColumns(columns.value).map(({ key }) => key),
    set: (keys: readonly string[]) =>
      change({ axes: [...keys], brushes: keepBrushes(look.value.brushes, keys) })
  })
  const brushes = computed<Brushes>({
    get: () => keepBrushes(look.value.brushes, axisKeys.value),
    set: (brushes) => sweep({ brushes })
  })
  const shown = computed(() => axisKeys.value.flatMap((key) => find(key) ?? []))
  const axes = computed(() => shown.value.flatMap((column) => axisOf(column) ?? []))

  const score = computed(() => find(chosenScore.value) ?? chooseFirstScore(columns.value))
  const x = computed(() => find(chosenX.value) ?? shown.value[0] ?? columns.value[0] ?? null)
  const y = computed(() => find(chosenY.value) ?? score.value ?? columns.value[1] ?? null)
  const colorAxis = computed(() => axisOf(find(chosenColor.value)))
  const colors = computed(() => colorRuns(runs.value, colorAxis.value))
  const legend = computed(() => (colorAxis.value ? describeColors(colorAxis.value) : []))
  const kept = computed(() =>
    runs.value.map((_, run) => passesBrushes(axes.value, brushes.value, run))
  )

  function move(key: string, to: number): void {
    const others = axisKeys.value.filter((one) => one !== key)
    axisKeys.value = [...others.slice(0, to), key, ...others.slice(to)]
  }

  return {
    kind,
    columns,
    axisKeys,
    shown,
    axes,
    axisOf,
    brushes,
    highlighted,
    chosenColor,
    chosenScore,
    chosenX,
    chosenY,
    score,
    x,
    y,
    colors,
    legend,
    kept,
    move
  }
}

/** An axis that nobody sees keeps nobody out. */
function keepBrushes(brushes: Brushes, axisKeys: readonly string[]): Brushes {
  return Object.fromEntries(Object.entries(brushes).filter(([key]) => axisKeys.includes(key)))
}
