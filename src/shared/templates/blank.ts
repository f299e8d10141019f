/** Nothing but the pictures. */
import { createGraph } from './graph-builder'
import type { Template } from './template'

export const blank: Template = {
  id: 'blank',
  label: 'Blank',
  lesson: 'Only the input: every layer is yours.',
  source: 'An empty canvas',
  smallestPicture: 1,
  build: ({ inputShape }) => createGraph('model', inputShape).build()
}
