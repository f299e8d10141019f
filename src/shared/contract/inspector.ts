/** What may be asked of the inspector: the process that looks at data and networks while the trainer trains. */
import { z } from 'zod'
import {
  augmentationCostSchema,
  augmentationPreviewSchema,
  augmentedTrainingSchema,
  previewRequestSchema
} from '../augmentation-preview'
import { datasetStatisticsSchema } from '../imported-dataset'
import {
  dataPartSchema,
  partLabelsSchema,
  pictureRequestSchema,
  pictureSheetSchema
} from '../pictures'
import { splitSchema } from '../experiment'
import { featureMapRequestSchema, featureMapsSchema } from '../feature-maps'
import { modelFileSchema } from '../model-file'
import { probeRequestSchema, probeResultSchema } from '../probe'
import { splitDescriptionSchema } from '../split-description'
import { call, defineContract } from './define'
import { datasetLocationSchema } from './trainer'

/** Which set, and where what was made of it may be kept. */
export const inspectedDatasetSchema = z.object({
  location: datasetLocationSchema,
  cacheFolder: z.string()
})
export type InspectedDataset = z.infer<typeof inspectedDatasetSchema>

const partRequest = z.object({ dataset: inspectedDatasetSchema, part: dataPartSchema })

export const inspectorContract = defineContract({
  calls: {
    /** The pictures at these places. Throws a UserError when the set cannot be read, or has no such place. */
    getPictures: call(
      pictureRequestSchema.extend({ dataset: inspectedDatasetSchema }),
      pictureSheetSchema
    ),
    /** A few pictures of a set for its card, from a file of the cache folder once they were read. */
    getThumbnails: call(z.object({ dataset: inspectedDatasetSchema }), pictureSheetSchema),
    /** What the pixels and classes of a set are. Throws a UserError when it cannot be read. */
    describeDataset: call(z.object({ dataset: inspectedDatasetSchema }), datasetStatisticsSchema),
    getLabels: call(partRequest, partLabelsSchema),
    /** The mean of the pictures of each class; classes without pictures are left out. */
    getMeanPictures: call(partRequest, pictureSheetSchema),
    /** Both sides of a validation split, by training's own code. Throws a UserError when the set cannot be split so. */
    describeSplit: call(
      z.object({ dataset: inspectedDatasetSchema, validation: splitSchema }),
      splitDescriptionSchema
    ),
    /** What training would make of some pictures, by training's own code. Throws a UserError when it cannot. */
    previewAugmentation: call(
      previewRequestSchema.extend({ dataset: inspectedDatasetSchema }),
      augmentationPreviewSchema
    ),
    /** What one picture becomes in each layer. Throws a UserError when it cannot flow in. */
    computeFeatureMaps: call(
      featureMapRequestSchema.extend({
        dataset: inspectedDatasetSchema,
        /** Of the run whose weights are wanted; null for initial ones. */
        runFolder: z.string().nullable()
      }),
      featureMapsSchema
    ),
    /** What a training takes, by its own steps; asked of a process of its own. Throws a UserError when it cannot train. */
    probeTraining: call(
      probeRequestSchema.extend({ dataset: inspectedDatasetSchema }),
      probeResultSchema
    ),
    /** A model of another program, and what of it cannot be represented. Throws a UserError for what is none. */
    readModelFile: call(z.object({ path: z.string(), weightsFolder: z.string() }), modelFileSchema),
    /** What augmentation costs a picture. Takes the time of some batches. Throws as previewAugmentation does. */
    measureAugmentation: call(
      augmentedTrainingSchema.extend({ dataset: inspectedDatasetSchema }),
      augmentationCostSchema
    )
  },
  events: {}
})
export type InspectorContract = typeof inspectorContract
