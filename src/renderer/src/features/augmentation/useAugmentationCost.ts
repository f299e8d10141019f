/** What augmentation costs a picture, asked for when the settings have rested: a measurement is no thing for each move of a slider. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { AugmentedTraining } from '@shared/augmentation-preview'
import { useAppClient } from '../../app-client'

/** Longer than between two moves of a hand that looks for a value. */
const REST_MS = 500

export type CostWish = AugmentedTraining & { readonly datasetId: string }

export interface MeasuredCost {
  readonly microsecondsPerPicture: number | null
}

/** Undefined while nothing was measured; the old value stays until there is a newer one. */
export function useAugmentationCost(
  getWish: () => CostWish | null
): Readonly<ShallowRef<MeasuredCost | undefined>> {
  const app = useAppClient()
  const cost = shallowRef<MeasuredCost>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false

  function waitForRest(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void measure(), REST_MS)
  }

  async function measure(): Promise<void> {
    const wish = getWish()
    if (!wish || isAsking) return
    const key = JSON.stringify(wish)
    isAsking = true
    try {
      const measured = await app.call.measureAugmentation(wish)
      if (JSON.stringify(getWish()) === key) cost.value = measured
      else waitForRest()
    } catch {
      // The preview, which asks the same process, says what is wrong.
      cost.value = undefined
    } finally {
      isAsking = false
    }
  }

  watch(() => JSON.stringify(getWish()), waitForRest, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  return cost
}
