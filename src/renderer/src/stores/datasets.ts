/** The data sets, their state on this machine, and the one that the next run will use. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useAppClient } from '../app-client'
import type { DatasetStatus } from '@shared/dataset'
import { useExperimentsStore } from './experiments'
import { useSettingsStore } from './settings'

export const useDatasetsStore = defineStore('datasets', () => {
  const app = useAppClient()
  const settings = useSettingsStore()
  const experiments = useExperimentsStore()
  const statuses = shallowRef<readonly DatasetStatus[] | null>(null)

  /** The experiment's own set, unless another was chosen in its place. */
  const chosenId = computed(
    () => settings.values.datasetId ?? experiments.chosen?.experiment.dataset.id ?? null
  )
  const chosen = computed(() => get(chosenId.value))

  function get(datasetId: string | null): DatasetStatus | null {
    return statuses.value?.find(({ card }) => card.id === datasetId) ?? null
  }

  /** Asks the trainer for the sets; it must be ready. */
  async function load(): Promise<void> {
    statuses.value = await app.call.listDatasets(undefined)
  }

  async function choose(datasetId: string): Promise<void> {
    const own = experiments.chosen?.experiment.dataset.id
    await settings.update({ datasetId: datasetId === own ? null : datasetId })
  }

  /** Asks for the folder of a set; the answer says whether its files are there. */
  async function chooseFolder(datasetId: string): Promise<void> {
    const status = await app.call.chooseDatasetFolder({ datasetId })
    if (!status) return
    statuses.value = (statuses.value ?? []).map((known) =>
      known.card.id === datasetId ? status : known
    )
  }

  return { statuses, chosenId, chosen, get, load, choose, chooseFolder }
})
