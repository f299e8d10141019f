/** Reads a `.h5` file: Keras' older form, architecture and weights in one. */
import { UserError } from '@shared/contract/define'
import type { FileTensor, FoundFile } from './found-file'
import { withHdf5, type Hdf5File } from './hdf5'
import { parseJson } from './parse-json'

/** @throws UserError when it is damaged, or holds weights alone. */
export function readLegacyHdf5(path: string, name: string): Promise<FoundFile> {
  return withHdf5(path, name, (file) => {
    const config = file.readText('/', 'model_config')
    if (config === null) {
      throw new UserError(
        `${name} holds no architecture, only numbers. Save the whole model (model.save), not its weights.`
      )
    }
    return { format: 'hdf5', topology: parseJson(config, name), weights: readWeights(file) }
  })
}

function readWeights(file: Hdf5File): ReadonlyMap<string, readonly FileTensor[]> | null {
  const layers = file.readTexts('model_weights', 'layer_names')
  const weights = new Map<string, readonly FileTensor[]>()
  for (const layer of layers) {
    const names = file.readTexts(`model_weights/${layer}`, 'weight_names')
    if (names.length === 0) continue
    weights.set(
      layer,
      names.map((one) => file.readTensor(`model_weights/${layer}/${one}`))
    )
  }
  return weights.size > 0 ? weights : null
}
