/** Answers inspectorContract: one line a call, each call in a file of this folder. */
import type { Handlers } from '@shared/contract/define'
import { inspectorContract, type InspectorContract } from '@shared/contract/inspector'
import type { Port } from '@shared/contract/port'
import { serve } from '@shared/contract/rpc'
import { loadingTensorFlow } from '../loading-tensorflow'
import { computeStatistics } from '../import/statistics'
import { readModelFile } from '../model-files/read-model-file'
import { createDatasetShelf, takePart } from './dataset-shelf'
import { liftLimit } from './limit-tensorflow'
import { computeMeanPictures } from './mean-pictures'
import { pickPictures } from './pictures'
import { describeSplit } from './split'
import { createThumbnails } from './thumbnails'

/** Serves `port` until it closes. */
export function createInspectorService(port: Port): void {
  const shelf = createDatasetShelf()
  const thumbnails = createThumbnails()
  const handlers: Handlers<InspectorContract> = {
    getPictures: async ({ dataset, ...request }) =>
      pickPictures(await shelf.take(dataset), request),
    getThumbnails: ({ dataset }) => thumbnails.get(dataset),
    async describeDataset({ dataset }) {
      const shelved = await shelf.take(dataset)
      return computeStatistics(shelved.card, shelved)
    },
    getLabels: async ({ dataset, part }) =>
      Float64Array.from(takePart(await shelf.take(dataset), part).labels),
    getMeanPictures: async ({ dataset, part }) =>
      computeMeanPictures(await shelf.take(dataset), part),
    describeSplit: async ({ dataset, validation }) =>
      describeSplit(await shelf.take(dataset), validation),
    async previewAugmentation({ dataset, ...request }) {
      const shelved = await shelf.take(dataset)
      const { previewAugmentation } = await loadingTensorFlow(
        () => import('./augmentation-preview')
      )
      return previewAugmentation(shelved, request)
    },
    async computeFeatureMaps({ dataset, runFolder, ...request }) {
      const shelved = await shelf.take(dataset)
      const { computeFeatureMaps } = await loadingTensorFlow(() => import('./feature-maps'))
      return computeFeatureMaps(shelved, request, runFolder)
    },
    async probeTraining({ dataset, experiment }) {
      liftLimit()
      const shelved = await shelf.take(dataset)
      const { probeTraining } = await loadingTensorFlow(() => import('./probe'))
      return probeTraining(shelved, experiment)
    },
    readModelFile,
    async measureAugmentation({ dataset, ...request }) {
      const shelved = await shelf.take(dataset)
      const { measureAugmentation } = await loadingTensorFlow(() => import('./augmentation-cost'))
      return measureAugmentation(shelved, request)
    }
  }
  serve(inspectorContract, handlers, port)
}
