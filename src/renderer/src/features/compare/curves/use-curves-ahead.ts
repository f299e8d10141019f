/** Reads the curves of runs that are likely to be compared while nothing else is to be done: their room opens with them. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { MOST_COMPARED_RUNS } from '@shared/comparison'
import { useCurvesStore } from '../../../stores/curves'
import { measureRoom, useCurveQuery, type CurveQuerySources } from './use-curve-query'

/** Who is choosing runs, or drags a window, is not done yet. */
const SETTLED_MS = 500
const LATEST_MS = 5000

/** For as long as its component lives; the room of the comparison itself asks for what it shows. */
export function useCurvesAhead({
  getRuns,
  getRange
}: Pick<CurveQuerySources, 'getRuns' | 'getRange'>): void {
  const route = useRoute()
  const curves = useCurvesStore()
  const width = shallowRef(0)
  const { query } = useCurveQuery({ getRuns, getWidth: () => width.value, getRange })
  let timer: ReturnType<typeof setTimeout> | undefined

  function readSoon(): void {
    clearTimeout(timer)
    if (route.path === '/compare' || getRuns().length === 0) return
    timer = setTimeout(() => whenIdle(read), SETTLED_MS)
  }

  function read(): void {
    const runIds = getRuns()
      .map(({ id }) => id)
      .slice(0, MOST_COMPARED_RUNS)
    if (route.path === '/compare' || runIds.length === 0) return
    width.value = measureRoom()
    if (query.value) curves.readAhead(query.value, runIds)
  }

  watch(
    () => [
      route.path,
      JSON.stringify({ ...query.value, columns: 0 }),
      getRuns()
        .map(({ id, state }) => `${id} ${state}`)
        .join()
    ],
    readSoon,
    { immediate: true }
  )
  onScopeDispose(() => clearTimeout(timer))
}

function whenIdle(work: () => void): void {
  // Not every page that draws nothing has it.
  const request = window.requestIdleCallback as typeof window.requestIdleCallback | undefined
  if (request) request(work, { timeout: LATEST_MS })
  else work()
}
