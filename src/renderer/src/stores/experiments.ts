/** The experiments that can be chosen, and the one that the training bar shows. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ExperimentListing } from '@shared/contract/app'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'
import { useSettingsStore } from './settings'

/** What a newcomer finds in the training bar: it trains on digits that are there from the first start. */
const FIRST_EXPERIMENT_ID = 'shipped:mnist-cnn'

export const useExperimentsStore = defineStore('experiments', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const settings = useSettingsStore()
  const listings = shallowRef<readonly ExperimentListing[] | null>(null)

  const chosen = computed(() => {
    const all = listings.value ?? []
    const find = (wanted: string | null) => all.find(({ id }) => id === wanted)
    return find(settings.values.experimentId) ?? find(FIRST_EXPERIMENT_ID) ?? all[0] ?? null
  })

  async function load(): Promise<void> {
    listings.value = await app.call.listExperiments(undefined)
  }

  /** Shows an experiment in the training bar, with its own data set. */
  async function choose(id: string): Promise<void> {
    if (id === chosen.value?.id && settings.values.experimentId === id) return
    await settings.update({ experimentId: id, datasetId: null })
  }

  /** Asks for a file. */
  async function openFile(): Promise<void> {
    const opened = await app.call.openExperiment(undefined)
    if (opened) await takeIn(opened)
  }

  /** Takes in the text of a file that was dropped. @throws the sentence that says why it is no experiment. */
  async function importText(fileName: string, text: string): Promise<void> {
    await takeIn(await app.call.importExperiment({ fileName, text }))
  }

  async function takeIn(listing: ExperimentListing): Promise<void> {
    const others = (listings.value ?? []).filter(({ id }) => id !== listing.id)
    listings.value = [...others, listing]
    await settings.update({ experimentId: listing.id, datasetId: null })
    messages.showNotice(`Opened the experiment "${listing.experiment.name}".`)
  }

  return { listings, chosen, load, choose, openFile, importText }
})
