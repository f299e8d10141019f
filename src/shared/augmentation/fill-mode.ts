/** Fill mode: what is seen where a moved picture has left its place. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { noEnds } from './ends'

export const fillModes = ['nearest', 'reflect', 'wrap', 'constant'] as const
export type FillMode = (typeof fillModes)[number]

export const fillMode = defineAugmentation({
  label: 'Fill mode',
  help: 'What is seen beyond the border of a picture that was moved: its nearest pixel, its mirror image, its other side, or one value.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: [
    {
      label: '',
      unit: 'none',
      control: { kind: 'choice', choices: fillModes },
      holds: () => true,
      start: 'nearest'
    }
  ],
  schema: z.enum(fillModes),
  neutral: 'nearest',
  ends: noEnds
})
