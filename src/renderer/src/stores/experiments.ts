/** The experiments that can be chosen, and the one that the training bar shows. */
import { defineStore } from 'pinia'
import { computed, markRaw, shallowRef } from 'vue'
import type { ExperimentListing } from '@shared/contract/app'
import type { Experiment } from '@shared/experiment'
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

  /** The experiment as it would be trained, with a person's changes, and as it was saved. */
  const chosen = computed(() => {
    const all = listings.value ?? []
    const find = (wanted: string | null) => all.find(({ id }) => id === wanted)
    const listing = find(settings.values.experimentId) ?? find(FIRST_EXPERIMENT_ID) ?? all[0]
    if (!listing) return null
    const { id, source, experiment: saved, draft } = listing
    // Replaced as a whole, never changed in place: a store would watch each of a model's thousands of values.
    return markRaw({ id, source, saved, experiment: draft ?? saved, isEdited: draft !== null })
  })
  /** The newest draft of each experiment that main has not kept yet; undefined while none waits. */
  const unkept = new Map<string, Experiment | null>()

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

  /** Shows a changed experiment at once, and keeps it for the next start. @throws the sentence why it cannot be kept. */
  async function setDraft(id: string, draft: Experiment | null): Promise<void> {
    listings.value = (listings.value ?? []).map((one) => (one.id === id ? { ...one, draft } : one))
    const isKeeping = unkept.has(id)
    unkept.set(id, draft)
    // A slider changes it faster than a disk writes: what was overtaken meanwhile is never written.
    if (!isKeeping) await keepNewest(id)
  }

  async function keepNewest(experimentId: string): Promise<void> {
    try {
      for (;;) {
        const draft = unkept.get(experimentId) ?? null
        await app.call.keepDraft({ experimentId, draft })
        if ((unkept.get(experimentId) ?? null) === draft) return
      }
    } finally {
      unkept.delete(experimentId)
    }
  }

  async function takeIn(listing: ExperimentListing): Promise<void> {
    const others = (listings.value ?? []).filter(({ id }) => id !== listing.id)
    listings.value = [...others, listing]
    await settings.update({ experimentId: listing.id, datasetId: null })
    messages.showNotice(`Opened the experiment "${listing.experiment.name}".`)
  }

  return { listings, chosen, load, choose, openFile, importText, setDraft }
})
