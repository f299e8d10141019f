/** Which picture flows through the model that is drawn, and with which weights. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { WantedWeights } from '@shared/feature-maps'
import { analyzeExperiment } from '../../../experiment-analysis'
import { useDatasetsStore } from '../../../stores/datasets'
import { useExperimentEditsStore } from '../../../stores/experiment-edits'
import { useFeatureMaps, type FeatureMapState, type FeatureMapWish } from './useFeatureMaps'

export interface LivePicture {
  readonly isShown: ShallowRef<boolean>
  /** Its place in the training part. */
  readonly index: ShallowRef<number>
  readonly count: ComputedRef<number>
  readonly weights: ShallowRef<WantedWeights>
  readonly classNames: ComputedRef<readonly string[]>
  readonly state: Readonly<ShallowRef<FeatureMapState>>
  /** To another picture, round and round. */
  move(by: number): void
  draw(): void
}

/** Pixels of one map: a block has room for two lines of a dozen. */
const TILE_PX = 18
const MOST_MAPS = 24

export function useLivePicture(): LivePicture {
  const datasets = useDatasetsStore()
  const edits = useExperimentEditsStore()
  const isShown = shallowRef(true)
  const index = shallowRef(0)
  const weights = shallowRef<WantedWeights>({ kind: 'initial' })

  const chosen = computed(() => (datasets.chosen?.isReady ? datasets.chosen.card : null))
  const count = computed(() => chosen.value?.trainCount ?? 0)
  const classNames = computed(() => chosen.value?.classNames ?? [])
  const wish = computed<FeatureMapWish | null>(() => {
    const { experiment } = edits
    if (!isShown.value || !chosen.value || !experiment) return null
    if (analyzeExperiment(experiment).kind !== 'read') return null
    const { training, dataset, model, augmentation } = experiment
    return {
      datasetId: chosen.value.id,
      picture: { part: 'train', index: Math.min(index.value, count.value - 1) },
      model,
      seed: training.seed,
      weights: weights.value,
      loss: training.loss,
      ...(augmentation && { augmentation }),
      validation: dataset.validation,
      tile: TILE_PX,
      mostMaps: MOST_MAPS
    }
  })
  const state = useFeatureMaps(() => wish.value)

  function move(by: number): void {
    if (count.value > 0) index.value = (index.value + by + count.value) % count.value
  }

  return {
    isShown,
    index,
    count,
    weights,
    classNames,
    state,
    move,
    draw: () => (index.value = Math.floor(Math.random() * Math.max(1, count.value)))
  }
}
