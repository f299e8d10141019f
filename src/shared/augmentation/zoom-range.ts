/** Zoom about the middle of the picture, in width and height independently. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const zoomRange = defineAugmentation({
  label: 'Zoom',
  help: 'Width and height of what each picture shows are drawn from 1 - zoom to 1 + zoom: below 1 things grow, above 1 they shrink.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'share',
  range: [0, 0.9],
  schema: z.union(
    [z.number().min(0).lt(1), z.tuple([z.number().positive(), z.number().positive()])],
    { error: 'a share below 1, or [lower, upper] with both above 0' }
  ),
  neutral: 0
})
