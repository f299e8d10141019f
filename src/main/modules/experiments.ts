/** The experiments that can be chosen: those that are shipped, and those that the user opened, kept in the workspace. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import type { ExperimentListing } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { MAX_EXPERIMENT_BYTES, parseExperimentText, type Experiment } from '@shared/experiment'
import { parseModel } from '@shared/model'
import { hash32 } from '@shared/random'
import { writeJsonAtomically } from '@store/atomic-file'
import { describeFileError } from '@store/file-error'
import type { AppHandlers } from '../ipc'

export interface ExperimentsOptions {
  readonly shippedFolder: string
  readonly openedFolder: string
  getWindow(): BrowserWindow | null
  warn(sentence: string): void
}

export function createExperiments({
  shippedFolder,
  openedFolder,
  getWindow,
  warn
}: ExperimentsOptions): Pick<
  AppHandlers,
  'listExperiments' | 'openExperiment' | 'importExperiment'
> {
  function list(folder: string, source: ExperimentListing['source']): ExperimentListing[] {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return files.sort(bySequence).flatMap((file) => {
      try {
        const text = readFileSync(join(folder, file), 'utf8')
        const id = `${source}:${basename(file, '.json')}`
        return [{ id, source, experiment: parseExperimentText(text, file) }]
      } catch (error) {
        warn((error as Error).message)
        return []
      }
    })
  }

  /** Checks a document, its model too, and keeps it: the same document opened twice is one. */
  function take(text: string, fileName: string): ExperimentListing {
    const experiment = parseExperimentText(text, fileName)
    checkModel(experiment, fileName)
    const name = `${toFileName(experiment.name)}-${hash32(JSON.stringify(experiment)).toString(36)}`
    writeJsonAtomically(join(openedFolder, `${name}.json`), experiment)
    return { id: `opened:${name}`, source: 'opened', experiment }
  }

  return {
    listExperiments: () => [...list(shippedFolder, 'shipped'), ...list(openedFolder, 'opened')],
    importExperiment: ({ fileName, text }) => take(text, fileName),
    async openExperiment() {
      const window = getWindow()
      if (!window) return null
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open experiment',
        properties: ['openFile'],
        filters: [{ name: 'Experiment', extensions: ['json'] }]
      })
      const [path] = filePaths
      return canceled || path === undefined ? null : take(readText(path), basename(path))
    }
  }
}

/** The lecture's models in the order of the lecture: `cifar-cnn` before `cifar-cnn-2-dropout`. */
function bySequence(a: string, b: string): number {
  return basename(a, '.json') < basename(b, '.json') ? -1 : 1
}

function checkModel(experiment: Experiment, fileName: string): void {
  try {
    parseModel(experiment.model)
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${fileName}: ${error.message}`)
    throw error
  }
}

function readText(path: string): string {
  try {
    // What is too large is refused by its size, with the parser's own sentence.
    if (statSync(path).size > MAX_EXPERIMENT_BYTES) return ' '.repeat(MAX_EXPERIMENT_BYTES + 1)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}

function toFileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'experiment'
  )
}
