/** The import or download at work, and what the last one found. */
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef } from 'vue'
import { fromWireError } from '@shared/contract/define'
import { formatCount } from '@shared/format'
import { describeReport } from '@shared/import-report'
import type {
  ImportedDataset,
  ImportOptions,
  ImportProgress,
  ResizeMode
} from '@shared/imported-dataset'
import { useAppClient } from '../app-client'
import { useDatasetsStore } from './datasets'
import { useMessagesStore } from './messages'
import { useSettingsStore } from './settings'

/** What became of an import: the sentence, and what a person should look at. */
export interface ImportOutcome {
  readonly kind: 'imported' | 'failed' | 'cancelled'
  readonly text: string
  readonly notes: readonly string[]
}

export interface ImportWishes {
  readonly resize: ResizeMode
  /** The side of a square picture in pixels; null takes what the pictures have. */
  readonly side: number | null
  /** Which of its two kinds of labels CIFAR-100 is brought in with. */
  readonly labels: ImportOptions['labels']
}

export const useImportsStore = defineStore('imports', () => {
  const app = useAppClient()
  const datasets = useDatasetsStore()
  const messages = useMessagesStore()
  const settings = useSettingsStore()
  const isImporting = shallowRef(false)
  const progress = shallowRef<ImportProgress | null>(null)
  const outcome = shallowRef<ImportOutcome | null>(null)
  const wishes = shallowRef<ImportWishes>({ resize: 'crop', side: null, labels: 'fine' })

  /** True for one whose end nobody on this page awaits. */
  let isAdopted = false

  onScopeDispose(
    app.on('onImportProgress', (told) => {
      if (isImporting.value) progress.value = told
    })
  )
  onScopeDispose(
    app.on('onDidEndImport', ({ imported, error }) => {
      if (!isAdopted) return
      isAdopted = false
      isImporting.value = false
      if (imported) outcome.value = describeImported(imported)
      else if (error) outcome.value = describeFailure(fromWireError(error))
      if (imported) void messages.attempt(datasets.load)
    })
  )

  /** Asks for files or a folder, and imports what is chosen. */
  function ask(kind: 'files' | 'folder'): Promise<void> {
    return run(() => app.call.importDataset({ ask: kind, options: toOptions(wishes.value) }))
  }

  /** `failureNotes` are said beside the reason when nothing can be imported. */
  function importPaths(
    paths: readonly string[],
    { failureNotes = [] }: { failureNotes?: readonly string[] } = {}
  ): Promise<void> {
    const start = () =>
      app.call.importDataset({ paths: [...paths], options: toOptions(wishes.value) })
    return run(start, failureNotes)
  }

  function download(datasetId: string): Promise<void> {
    const isCoarse = datasetId === 'cifar100' && wishes.value.labels === 'coarse'
    const id = isCoarse ? 'cifar100-coarse' : datasetId
    return run(() => app.call.downloadDataset({ datasetId: id }))
  }

  /** Takes up an import that is at work since before the page was loaded: it goes on, whatever the page does. */
  async function adopt(): Promise<void> {
    const atWork = await app.call.getImport(undefined)
    if (!atWork.isImporting || isImporting.value) return
    isImporting.value = true
    isAdopted = true
    progress.value = atWork.progress
  }

  async function cancel(): Promise<void> {
    await app.call.cancelImport(undefined)
  }

  /** Removes an imported set from the disk. */
  async function remove(datasetId: string): Promise<void> {
    await app.call.deleteDataset({ datasetId })
    await datasets.load()
    // A set that is gone cannot stay chosen; the experiment's own takes its place.
    const isGone = datasets.get(datasetId) === null
    if (isGone && settings.values.datasetId === datasetId) {
      await settings.update({ datasetId: null })
    }
  }

  async function run(
    start: () => Promise<ImportedDataset | null>,
    failureNotes: readonly string[] = []
  ): Promise<void> {
    if (isImporting.value) {
      messages.showNotice('An import is at work. Wait for its end, or cancel it.')
      return
    }
    isImporting.value = true
    progress.value = null
    outcome.value = null
    try {
      const imported = await start()
      if (imported) outcome.value = describeImported(imported)
    } catch (error) {
      outcome.value = describeFailure(error as Error, failureNotes)
    } finally {
      isImporting.value = false
    }
    if (outcome.value?.kind === 'imported') await messages.attempt(datasets.load)
  }

  return {
    isImporting,
    progress,
    outcome,
    wishes,
    ask,
    importPaths,
    download,
    adopt,
    cancel,
    remove
  }
})

function toOptions({
  resize,
  side,
  labels
}: ImportWishes): Pick<ImportOptions, 'resize' | 'size' | 'labels'> {
  return { resize, size: side === null ? null : [side, side], labels }
}

function describeImported({ card, report }: ImportedDataset): ImportOutcome {
  const count = card.trainCount + (card.validationCount ?? 0) + card.testCount
  return {
    kind: 'imported',
    text: `${card.label} is imported: ${formatCount(count)} pictures in ${formatCount(card.classNames.length)} classes.`,
    notes: describeReport(report)
  }
}

function describeFailure(
  { name, message }: Error,
  failureNotes: readonly string[] = []
): ImportOutcome {
  if (name === 'ImportStopped') return { kind: 'cancelled', text: message, notes: [] }
  return { kind: 'failed', text: message, notes: failureNotes }
}
