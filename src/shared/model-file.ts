/** A model that someone else's program wrote, as it was found in a file. */
import { z } from 'zod'

export const modelFileFormats = {
  'keras-json': 'Keras JSON',
  keras: 'Keras archive',
  hdf5: 'Keras HDF5',
  tfjs: 'TensorFlow.js'
} as const
export type ModelFileFormat = keyof typeof modelFileFormats

const kerasJsonSchema = z.looseObject({ class_name: z.string(), config: z.looseObject({}) })

export const foundModelSchema = z.object({
  fileName: z.string(),
  format: z.enum(Object.keys(modelFileFormats) as [ModelFileFormat, ...ModelFileFormat[]]),
  /** Keras JSON of all that can be represented; null when nothing whole is left. */
  model: kerasJsonSchema.nullable(),
  layerCount: z.number(),
  parameters: z.number(),
  /** What cannot be represented, by name; `model` is without it. */
  problems: z.array(z.object({ layer: z.string(), reason: z.string() })),
  weights: z
    .object({
      count: z.number(),
      bytes: z.number(),
      /** The name of the file that they were copied to; null when they do not fit. */
      file: z.string().nullable(),
      /** Why they do not fit; null when they do. */
      reason: z.string().nullable()
    })
    .nullable()
})
export type FoundModel = z.infer<typeof foundModelSchema>

/** What a file is. An experiment is opened as one. */
export const modelFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), found: foundModelSchema }),
  z.object({ kind: z.literal('experiment'), fileName: z.string(), text: z.string() })
])
export type ModelFile = z.infer<typeof modelFileSchema>

/** Endings of files that may hold a model; `.json` may be an experiment as well. */
export const modelFileExtensions = ['json', 'keras', 'h5', 'hdf5'] as const
