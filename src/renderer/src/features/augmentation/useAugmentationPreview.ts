/** The newest preview of a wish: one request at a time, the last wish wins, the old pictures stay meanwhile. */
import { shallowRef, watch, type ShallowRef } from 'vue'
import type { AugmentationPreview, PreviewRequest } from '@shared/augmentation-preview'
import { useAppClient } from '../../app-client'

export type PreviewWish = PreviewRequest & { readonly datasetId: string }

export interface PreviewState {
  readonly preview: AugmentationPreview | null
  /** Of the preview, which may be older than the wish. */
  readonly datasetId: string | null
  /** What the preview was made for. */
  readonly wish: PreviewWish | null
  /** Why there is no newer one, as a sentence. */
  readonly problem: string | null
}

/** `getWish` gives null while there is nothing to show. */
export function useAugmentationPreview(getWish: () => PreviewWish | null): {
  state: ShallowRef<PreviewState>
  isWaiting: ShallowRef<boolean>
} {
  const app = useAppClient()
  const state = shallowRef<PreviewState>({
    preview: null,
    datasetId: null,
    wish: null,
    problem: null
  })
  const isWaiting = shallowRef(false)

  async function follow(): Promise<void> {
    if (isWaiting.value) return
    isWaiting.value = true
    for (let wish = getWish(); wish && wish !== state.value.wish; wish = getWish()) {
      state.value = await ask(wish)
    }
    isWaiting.value = false
  }

  async function ask(wish: PreviewWish): Promise<PreviewState> {
    try {
      const preview = await app.call.previewAugmentation(wish)
      return { preview, datasetId: wish.datasetId, wish, problem: null }
    } catch (error) {
      return { ...state.value, wish, problem: (error as Error).message }
    }
  }

  watch(getWish, () => void follow(), { immediate: true })
  return { state, isWaiting }
}
