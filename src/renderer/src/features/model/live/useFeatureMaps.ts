/** What the chosen picture becomes in each layer: asked while the model is drawn, one question at a time, the newest wins. */
import { useDebounceFn } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef } from 'vue'
import type { FeatureMap, FeatureMaps } from '@shared/feature-maps'
import type { CallInput } from '@shared/contract/define'
import type { AppContract } from '@shared/contract/app'
import { useAppClient } from '../../../app-client'

export type FeatureMapWish = CallInput<AppContract, 'computeFeatureMaps'>

export interface FeatureMapState {
  /** By the name of the layer; of the last answer, until the next one comes. */
  readonly maps: ReadonlyMap<string, FeatureMap>
  readonly answer: FeatureMaps | null
  /** Why there is no newer answer, as a sentence. */
  readonly problem: string | null
}

/** A slider or a typed number changes the model faster than a network is built. */
const ASK_AFTER_MS = 120

const NOTHING: FeatureMapState = { maps: new Map(), answer: null, problem: null }

/** `getWish` gives null while there is nothing to show. */
export function useFeatureMaps(
  getWish: () => FeatureMapWish | null
): Readonly<ShallowRef<FeatureMapState>> {
  const app = useAppClient()
  const state = shallowRef<FeatureMapState>(NOTHING)
  let isAsking = false
  let answered: FeatureMapWish | null = null

  async function follow(): Promise<void> {
    if (isAsking) return
    isAsking = true
    for (let wish = getWish(); wish !== answered; wish = getWish()) {
      state.value = wish ? await ask(wish) : NOTHING
      answered = wish
    }
    isAsking = false
  }

  async function ask(wish: FeatureMapWish): Promise<FeatureMapState> {
    try {
      const answer = await app.call.computeFeatureMaps(wish)
      return { maps: new Map(answer.maps.map((map) => [map.name, map])), answer, problem: null }
    } catch (error) {
      return { ...state.value, problem: (error as Error).message }
    }
  }

  const followSoon = useDebounceFn(() => void follow(), ASK_AFTER_MS)
  watch(getWish, followSoon, { immediate: true })
  return state
}
