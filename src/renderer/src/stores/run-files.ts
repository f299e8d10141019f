/** Runs that come into the window as files and leave it so, and what is at work of that. */
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { formatCount } from '@shared/format'
import type { RunRecord } from '@shared/run'
import { runExportFormats, type RunExportFormat } from '@shared/run-export/run-content'
import { useAppClient } from '../app-client'
import { countRuns, describeFailures } from '../run-words'
import { useExperimentsStore } from './experiments'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'

export interface RunExportChoice {
  readonly format: RunExportFormat
  readonly label: string
  readonly withWeights: boolean
}

/** How a run may leave, in the order of the menu. */
export const runExportChoices: readonly RunExportChoice[] = [
  { format: 'capsule', label: 'Run capsule…', withWeights: false },
  { format: 'capsule', label: 'Run capsule with weights…', withWeights: true },
  ...(['tensorboard', 'csv', 'json'] as const).map((format) => ({
    format,
    label: `${runExportFormats[format].label}…`,
    withWeights: false
  }))
]

/** What can be at work: its words, and how it is called where it can be cancelled. */
const kinds = {
  search: { words: 'Looking for runs', cancelled: 'search' },
  import: { words: 'Importing runs', cancelled: 'import' },
  'export-many': { words: 'Exporting runs', cancelled: 'export' },
  export: { words: 'Exporting the run', cancelled: null },
  pack: { words: 'Packing the run', cancelled: null }
} as const
type WorkKind = keyof typeof kinds

export const useRunFilesStore = defineStore('run-files', () => {
  const app = useAppClient()
  const experiments = useExperimentsStore()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const works = shallowRef<readonly WorkKind[]>([])
  /** Of the export of many runs that is at work; null while there is none. */
  const exported = shallowRef<{ readonly done: number; readonly total: number } | null>(null)

  const different = computed(() => [...new Set(works.value)])
  /** What is at work, as words, the newest last; of the export of many runs how far it is. */
  const working = computed(() =>
    different.value.map((kind) => {
      const { words } = kinds[kind]
      if (kind !== 'export-many' || !exported.value) return `${words}…`
      const { done, total } = exported.value
      return `${words}: ${formatCount(done)} of ${formatCount(total)}`
    })
  )
  /** Says what `cancel` ends; null while nothing can be cancelled. */
  const cancelWords = computed(() => {
    const ended = different.value.flatMap((kind) => kinds[kind].cancelled ?? [])
    if (ended.length === 0) return null
    return different.value.length === 1 ? 'Cancel' : `Cancel ${ended.join(' and ')}`
  })
  let isCancelled = false

  onScopeDispose(
    app.on('onRunExportProgress', (told) => {
      if (exported.value) exported.value = told
    })
  )

  async function during<T>(kind: WorkKind, work: () => Promise<T>): Promise<T> {
    works.value = [...works.value, kind]
    try {
      return await work()
    } finally {
      const index = works.value.indexOf(kind)
      works.value = works.value.filter((_, place) => place !== index)
    }
  }

  /** Which of the dropped files and folders hold runs; null when the person no longer wants to know. */
  function findRuns(
    paths: readonly string[]
  ): Promise<{ paths: string[]; unsearched: string[] } | null> {
    return during('search', () => app.call.findRunFiles({ paths: [...paths] }))
  }

  /** Ends every search, import and export of many at work; what was taken in or written by then stays. */
  async function cancel(): Promise<void> {
    isCancelled = true
    await app.call.cancelRunFiles(undefined)
  }

  /** Takes in files, or asks for some; what is new is shown. @throws the sentence why a file is refused. */
  function importPaths(paths?: readonly string[]): Promise<void> {
    isCancelled = false
    return takeIn(paths)
  }

  /** Takes in what was dropped. A damaged capsule keeps none of the others out; event files belong together. */
  function importDropped(paths: readonly string[]): Promise<void> {
    isCancelled = false
    const isSingle = (path: string) => /\.(receptive|csv)$/i.test(path)
    const together = paths.filter((path) => !isSingle(path))
    const groups = [...paths.filter(isSingle).map((path) => [path]), together]
    return during('import', async () => {
      for (const group of groups) {
        if (group.length > 0 && !isCancelled) await messages.attempt(() => takeIn(group))
      }
    })
  }

  async function takeIn(paths?: readonly string[]): Promise<void> {
    const before = new Set((runs.records ?? []).map(({ id }) => id))
    const input = paths === undefined ? {} : { paths: [...paths] }
    const records = await during('import', () => app.call.importRuns(input))
    for (const record of records) if (!runs.get(record.id)) runs.take(record)
    const last = records.at(-1)
    if (last) runs.select(last.id)
    const words = last ? describeImport(records, before) : 'Nothing was imported.'
    if (isCancelled) messages.showNotice(`The import was cancelled. ${words}`)
    else if (last) messages.showNotice(words)
  }

  /** Asks where to. @throws the sentence why it cannot be written. */
  async function exportRun(runId: string, { format, withWeights }: RunExportChoice): Promise<void> {
    const options = { withWeights }
    const name = await during('export', () => app.call.exportRun({ runId, format, options }))
    if (name !== null) messages.showNotice(`Exported ${name}.`)
  }

  /** Asks for the folder, unless it is one run. @throws a sentence that names the runs that cannot be written. */
  async function exportRuns(runIds: readonly string[], choice: RunExportChoice): Promise<void> {
    const [only] = runIds
    if (only !== undefined && runIds.length === 1) return exportRun(only, choice)
    const { format, withWeights } = choice
    const input = { runIds: [...runIds], format, options: { withWeights } }
    exported.value = { done: 0, total: runIds.length }
    try {
      const answer = await during('export-many', () => app.call.exportRuns(input))
      if (answer === null) return
      const { writtenCount, folderName, failures, isCancelled } = answer
      const end = isCancelled ? `, then it was cancelled` : ''
      if (writtenCount > 0 || isCancelled) {
        messages.showNotice(`Exported ${countRuns(writtenCount)} to ${folderName}${end}.`)
      }
      if (failures.length > 0) {
        throw new Error(describeFailures(failures, runIds.length, 'exported'))
      }
    } finally {
      exported.value = null
    }
  }

  /** A capsule without weights, for the pointer. */
  async function dragOut(runId: string): Promise<void> {
    await during('pack', () => app.call.dragRun({ runId }))
  }

  /** Makes what a run was told to do the chosen experiment. @throws the sentence why it cannot be. */
  async function openExperiment({ id, name }: RunRecord): Promise<void> {
    const experiment = await app.call.getRunExperiment({ runId: id })
    await experiments.importText(`${name}.json`, JSON.stringify(experiment))
  }

  return {
    working,
    exported,
    cancelWords,
    findRuns,
    cancel,
    importPaths,
    importDropped,
    exportRun,
    exportRuns,
    dragOut,
    openExperiment
  }
})

function describeImport(records: readonly RunRecord[], before: ReadonlySet<string>): string {
  const added = records.filter(({ id }) => !before.has(id))
  const [first] = added.length > 0 ? added : records
  if (added.length > 1) return `Imported ${added.length} runs.`
  if (added.length === 1) return `Imported "${first?.name ?? ''}".`
  return records.length > 1
    ? 'These runs are here already.'
    : `"${first?.name ?? ''}" is here already.`
}
