/** What the page asks of the inspector: looks at data and networks. */
import type { DatasetService } from '@host/dataset-service'
import type { InspectorHost } from '@host/inspector-host'
import type { InspectedDataset } from '@shared/contract/inspector'
import type { Workspace } from '@store/workspace'
import type { AppHandlers } from '../ipc'

export function createInspection({
  inspector,
  prober,
  getRunFolder,
  datasets,
  workspace: { cacheFolder }
}: {
  inspector: InspectorHost
  /** A process of its own for each measurement, with all the threads that a training has. */
  prober: InspectorHost
  getRunFolder(runId: string): string
  datasets: DatasetService
  workspace: Workspace
}): Pick<
  AppHandlers,
  | 'getDatasetPictures'
  | 'getThumbnails'
  | 'describeDataset'
  | 'getDatasetLabels'
  | 'getMeanPictures'
  | 'describeSplit'
  | 'previewAugmentation'
  | 'measureAugmentation'
  | 'computeFeatureMaps'
  | 'probeTraining'
  | 'cancelProbe'
> {
  const locate = (id: string): InspectedDataset => ({ location: datasets.locate(id), cacheFolder })

  return {
    getDatasetPictures: ({ datasetId, ...request }) =>
      inspector.ask(({ call }) => call.getPictures({ dataset: locate(datasetId), ...request })),
    getThumbnails: ({ datasetId }) =>
      inspector.ask(({ call }) => call.getThumbnails({ dataset: locate(datasetId) })),
    describeDataset: ({ datasetId }) =>
      inspector.ask(({ call }) => call.describeDataset({ dataset: locate(datasetId) })),
    getDatasetLabels: ({ datasetId, part }) =>
      inspector.ask(({ call }) => call.getLabels({ dataset: locate(datasetId), part })),
    getMeanPictures: ({ datasetId, part }) =>
      inspector.ask(({ call }) => call.getMeanPictures({ dataset: locate(datasetId), part })),
    describeSplit: ({ datasetId, validation }) =>
      inspector.ask(({ call }) => call.describeSplit({ dataset: locate(datasetId), validation })),
    previewAugmentation: ({ datasetId, ...request }) =>
      inspector.ask(({ call }) =>
        call.previewAugmentation({ dataset: locate(datasetId), ...request })
      ),
    computeFeatureMaps: ({ datasetId, ...request }) => {
      const { weights } = request
      const runFolder = weights.kind === 'run' ? getRunFolder(weights.runId) : null
      return inspector.ask(({ call }) =>
        call.computeFeatureMaps({ dataset: locate(datasetId), runFolder, ...request })
      )
    },
    probeTraining: ({ datasetId, experiment }) =>
      prober.ask(({ call }) => call.probeTraining({ dataset: locate(datasetId), experiment })),
    cancelProbe: () => prober.end(),
    measureAugmentation: ({ datasetId, ...request }) =>
      inspector.ask(({ call }) =>
        call.measureAugmentation({ dataset: locate(datasetId), ...request })
      )
  }
}
