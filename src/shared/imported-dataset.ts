/** What is known of a data set that was imported: the `dataset.json` of its folder, and what an import reports. */
import { z } from 'zod'
import { datasetCardSchema } from './dataset'

/** Names are listed up to this number; the counts are always whole. */
export const MAX_LISTED = 100

/** Files that could not be used, and pictures that are there more than once. */
export const importReportSchema = z.object({
  /** Pictures with the same bytes as an earlier one, whatever part that is in. */
  duplicateCount: z.number().int(),
  duplicates: z.array(z.object({ name: z.string(), sameAs: z.string() })),
  /** Duplicates between the training part and another one: the test result would be too good. */
  leakedCount: z.number().int(),
  unreadableCount: z.number().int(),
  unreadable: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** What was decided on the way, as sentences: a resize, a split, a transparent picture. */
  notes: z.array(z.string())
})
export type ImportReport = z.infer<typeof importReportSchema>

/** `dataset.json`, beside `data.bin` with the pictures. */
export const importedDatasetSchema = z.object({
  format: z.literal('receptive-dataset'),
  version: z.literal(1),
  card: datasetCardSchema,
  /** Milliseconds since 1970. */
  importedAt: z.number(),
  /** The path or address that it was imported from. */
  source: z.string(),
  /** Length of data.bin. */
  bytes: z.number().int(),
  report: importReportSchema
})
export type ImportedDataset = z.infer<typeof importedDatasetSchema>

export const CARD_FILE = 'dataset.json'
export const DATA_FILE = 'data.bin'

/** How a picture of another size is brought to the size of the set. */
export const resizeModes = ['fit', 'crop', 'pad'] as const
export type ResizeMode = (typeof resizeModes)[number]

/** The longest side of a picture in a set, in pixels: 100,000 larger ones fit no memory. */
export const MAX_SIDE = 1024

export const importOptionsSchema = z.object({
  /** What the set is called; its id follows from it. @default the name of the file or folder */
  name: z.string().trim().min(1).max(80).optional(),
  /** fit stretches to the size, crop fills it and cuts what is over, pad keeps all and adds a black border. */
  resize: z.enum(resizeModes).default('crop'),
  /** [height, width] of every picture. @default that of the pictures, 64×64 when they differ */
  size: z
    .tuple([z.number().int().min(1).max(MAX_SIDE), z.number().int().min(1).max(MAX_SIDE)])
    .nullable()
    .default(null),
  /** CIFAR-100 has 100 fine and 20 coarse classes. */
  labels: z.enum(['fine', 'coarse']).default('fine')
})
export type ImportOptions = z.infer<typeof importOptionsSchema>

export const importProgressSchema = z.object({
  /** What is being done, as the beginning of a sentence: "Reading pictures". */
  phase: z.string(),
  done: z.number(),
  /** Null while it is not known. */
  total: z.number().nullable(),
  unit: z.enum(['pictures', 'bytes']),
  /** Null until there is something to tell it from. */
  secondsLeft: z.number().nullable()
})
export type ImportProgress = z.infer<typeof importProgressSchema>

const momentsSchema = z.object({
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  /** Of the whole population, as NumPy computes it. */
  standardDeviation: z.number()
})
export type Moments = z.infer<typeof momentsSchema>

const valuesSchema = z.object({
  /** Bytes, 0..255. */
  raw: momentsSchema,
  /** As the network sees them: divided by 255. */
  scaled: momentsSchema
})

export const partStatisticsSchema = z.object({
  name: z.enum(['train', 'validation', 'test']),
  /** [pictures, height, width, channels] */
  shape: z.array(z.number().int()),
  dtype: z.literal('uint8'),
  values: valuesSchema,
  /** In the order of the channels. */
  channels: z.array(valuesSchema),
  /** Pictures of each class, in the order of the class names. */
  classCounts: z.array(z.number().int())
})
export type PartStatistics = z.infer<typeof partStatisticsSchema>

export const datasetStatisticsSchema = z.object({
  card: datasetCardSchema,
  parts: z.array(partStatisticsSchema)
})
export type DatasetStatistics = z.infer<typeof datasetStatisticsSchema>

/** `Blüten & Blätter` becomes `bluten-blatter`; `set` when nothing is left. */
export function toDatasetId(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  const slug = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.slice(0, 60).replace(/-+$/, '') || 'set'
}
