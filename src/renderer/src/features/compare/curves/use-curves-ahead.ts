/** Reads the curves of the compared runs while nothing else is to be done, so that their room opens with them. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useComparisonStore } from '../../../stores/comparison'
import { useCurvesStore } from '../../../stores/curves'
import { measureRoom, useCurveQuery } from './use-curve-query'

/** Who is choosing runs, or drags a window, is not done yet. */
const SETTLED_MS = 500
const LATEST_MS = 5000

/** For as long as the window lives; the room itself asks for what it shows. */
export function useCurvesAhead(): void {
  const route = useRoute()
  const comparison = useComparisonStore()
  const curves = useCurvesStore()
  const width = shallowRef(0)
  const { query } = useCurveQuery(
    () => width.value,
    () => comparison.looks.curves.x
  )
  let timer: ReturnType<typeof setTimeout> | undefined

  function readSoon(): void {
    clearTimeout(timer)
    if (route.path === '/compare' || comparison.visible.length === 0) return
    timer = setTimeout(() => whenIdle(read), SETTLED_MS)
  }

  function read(): void {
    if (route.path === '/compare') return
    width.value = measureRoom()
    const runIds = comparison.visible.map(({ id }) => id)
    if (query.value && runIds.length > 0) curves.readAhead(query.value, runIds)
  }

  watch(
    () => [
      route.path,
      JSON.stringify({ ...query.value, columns: 0 }),
      comparison.visible.map(({ id, state }) => `${id} ${state}`).join()
    ],
    readSoon,
    { immediate: true }
  )
  onScopeDispose(() => clearTimeout(timer))
}

function whenIdle(work: () => void): void {
  requestIdleCallback(work, { timeout: LATEST_MS })
}
