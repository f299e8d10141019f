/** Models of other programs: read, shown for a person's yes, and made experiments. */
import { defineStore } from 'pinia'
import { UserError } from '@shared/contract/define'
import type { FoundModel } from '@shared/model-file'
import { useAppClient } from '../app-client'
import { useExperimentsStore } from './experiments'
import { useWindowStore } from './window'

export const useModelFilesStore = defineStore('model-files', () => {
  const app = useAppClient()
  const experiments = useExperimentsStore()
  const page = useWindowStore()

  /** Opens a file, or asks for one. @throws the sentence that says why it is neither an experiment nor a model. */
  async function openFile(path?: string): Promise<void> {
    const file = await app.call.readModelFile(path === undefined ? {} : { path })
    if (file?.kind === 'experiment') await experiments.importText(file.fileName, file.text)
    if (file?.kind === 'model') page.foundModel = file.found
  }

  /** Makes an experiment of it, trained as the chosen one is. @throws the sentence why it cannot. */
  async function accept(
    found: FoundModel,
    { withWeights }: { withWeights: boolean }
  ): Promise<void> {
    const base = experiments.chosen?.experiment
    if (!base || !found.model)
      throw new UserError('Choose an experiment first: it says how the model is trained.')
    const name = found.fileName.replace(/\.[^.]+$/, '').slice(0, 100) || 'model'
    const file = withWeights ? (found.weights?.file ?? null) : null
    const experiment = {
      ...base,
      name,
      description: `The architecture of ${found.fileName}.`,
      model: found.model,
      initialWeights: file === null ? undefined : { file, source: found.fileName }
    }
    await experiments.importText(`${name}.json`, JSON.stringify(experiment))
    page.foundModel = null
  }

  return { openFile, accept }
})
