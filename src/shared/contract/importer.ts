/** What may be asked of the importer, a process that lives for one import, and what it tells meanwhile. */
import { z } from 'zod'
import {
  datasetStatisticsSchema,
  importedDatasetSchema,
  importOptionsSchema,
  importProgressSchema
} from '../imported-dataset'
import { call, defineContract, event, nothing } from './define'
import { datasetLocationSchema } from './trainer'

const places = z.object({
  /** The folder of all imported sets, which exists. */
  datasetsFolder: z.string(),
  /** Where files may be kept that can be made again, such as half a download. */
  cacheFolder: z.string()
})

export const importRequestSchema = places.extend({
  /** A file or a folder of any known kind, or several files that belong together. */
  paths: z.array(z.string()).min(1),
  options: importOptionsSchema
})

export const downloadRequestSchema = places.extend({
  /** The id of a set that has a home page. */
  id: z.string(),
  options: importOptionsSchema
})

export const importerContract = defineContract({
  calls: {
    /** Resolves when the set lies in its folder. Throws a UserError, and leaves nothing, when it cannot be imported. */
    importDataset: call(importRequestSchema, importedDatasetSchema),
    /** Fetches a set from its home page, from where an earlier try ended, and imports it. Throws a UserError. */
    downloadDataset: call(downloadRequestSchema, importedDatasetSchema),
    /** Reads a whole set and computes what its pixels are. Throws a UserError when it cannot be read. */
    describeDataset: call(
      z.object({ location: datasetLocationSchema, cacheFolder: z.string() }),
      datasetStatisticsSchema
    ),
    /** Ends what is at work; its call fails with an ImportStopped. */
    cancel: call(nothing, nothing)
  },
  events: { onProgress: event(importProgressSchema) }
})
export type ImporterContract = typeof importerContract
