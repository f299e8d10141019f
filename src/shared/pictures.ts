/** Pictures of a data set on their way to the window: bytes as they lie in the set, never decoded twice. */
import { z } from 'zod'
import { float64Array, uint8Array } from './contract/define'

export const dataParts = ['train', 'validation', 'test'] as const
export const dataPartSchema = z.enum(dataParts)
export type DataPartName = (typeof dataParts)[number]

/** Pictures of one request: a page of the browser, and no more than a message should carry. */
export const MOST_PICTURES = 1000

export const pictureRequestSchema = z.object({
  part: dataPartSchema,
  /** Places in the part, from 0. */
  indices: z.array(z.number().int().min(0)).max(MOST_PICTURES)
})
export type PictureRequest = z.infer<typeof pictureRequestSchema>

export const pictureSheetSchema = z.object({
  /** [height, width, channels] of each picture. */
  shape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** [pictures, height, width, channels] bytes 0..255, in the order that was asked for. */
  images: uint8Array(),
  /** Class numbers, one a picture. */
  labels: z.array(z.number().int())
})
export type PictureSheet = z.infer<typeof pictureSheetSchema>

/** The class numbers of a whole part, in its order. */
export const partLabelsSchema = float64Array()
