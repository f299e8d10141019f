/** Zoom about the middle of the picture, in width and height independently. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsOfFactors } from './ends'

export const zoomRange = defineAugmentation({
  label: 'Zoom',
  help: 'Width and height of what each picture shows are drawn from 1 - zoom to 1 + zoom: below 1 things grow, above 1 they shrink.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: [
    {
      label: 'share',
      unit: 'share',
      control: { kind: 'number', range: [0, 0.9], step: 0.01 },
      holds: (zoom) => typeof zoom === 'number',
      start: 0.1
    },
    {
      label: 'range',
      unit: 'factor',
      control: { kind: 'pair', range: [0.1, 2], step: 0.01 },
      holds: (zoom) => typeof zoom !== 'number',
      start: [0.9, 1.1]
    }
  ],
  schema: z.union(
    [z.number().min(0).lt(1), z.tuple([z.number().positive(), z.number().positive()])],
    { error: 'a share below 1, or [lower, upper] with both above 0' }
  ),
  neutral: 0,
  ends: (zoom) => endsOfFactors(computeZoomBounds(zoom))
})

/** From which to which factor width and height of what is seen are drawn. */
export function computeZoomBounds(
  zoom: number | readonly [number, number]
): readonly [number, number] {
  return typeof zoom === 'number' ? [1 - zoom, 1 + zoom] : zoom
}
