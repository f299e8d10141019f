/** What the augmentation laboratory shows: kept while a person is in another tab or room. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

const FIRST_DRAWS = 6

export const useLaboratoryStore = defineStore('laboratory', () => {
  /** One picture, large, or nine. */
  const isOne = shallowRef(true)
  const draws = shallowRef(FIRST_DRAWS)
  const drawSeed = shallowRef(1)
  /** Which pictures are shown follows from it, unless one was named. */
  const pictureSeed = shallowRef(1)
  /** The place of a picture that was named, from 0. */
  const place = shallowRef<number | null>(null)
  /** Whether the draws are shown as the network gets them. */
  const isNetworkView = shallowRef(false)

  function showOne(named: number): void {
    isOne.value = true
    place.value = named
  }

  function showOthers(): void {
    pictureSeed.value++
    place.value = null
  }

  return { isOne, draws, drawSeed, pictureSeed, place, isNetworkView, showOne, showOthers }
})
