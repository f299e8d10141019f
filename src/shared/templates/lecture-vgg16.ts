/** The lecture's last two networks: VGG16 without its top, and a small classifier on it. */
import { createGraph, same } from './graph-builder'
import type { Template, TemplatePurpose } from './template'

/** Filters and convolutions of each block (Simonyan and Zisserman 2015, configuration D). */
const blocks = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3]
] as const

const lecture = 'Lecture 16; Simonyan and Zisserman 2015, arXiv 1409.1556'

export const lectureVgg16: Template = {
  id: 'lecture-5',
  label: 'Lecture 5: VGG16',
  lesson:
    'A network made for ImageNet on small pictures: worth it with weights learned there, which a .h5 or .keras file can bring in.',
  source: lecture,
  smallestPicture: 32,
  build: (purpose) => buildVgg16(purpose, 'cifar_cnn_5')
}

export const lectureVgg16Augmentation: Template = {
  id: 'lecture-6',
  label: 'Lecture 6: VGG16, augmentation',
  lesson: 'VGG16 on shifted and mirrored pictures: the lecture’s best, with 85.75 %.',
  source: lecture,
  smallestPicture: 32,
  augmentation: { width_shift_range: 0.1, height_shift_range: 0.1, horizontal_flip: true },
  build: (purpose) => buildVgg16(purpose, 'cifar_cnn_6')
}

function buildVgg16({ inputShape, classCount }: TemplatePurpose, name: string) {
  const graph = createGraph(name, inputShape)
  blocks.forEach(([filters, convolutions], index) => {
    for (let number = 1; number <= convolutions; number++) {
      graph.add('Conv2D', `block${index + 1}_conv${number}`, {
        ...same(filters),
        activation: 'relu'
      })
    }
    graph.add('MaxPooling2D', `block${index + 1}_pool`)
  })
  graph.add('GlobalAveragePooling2D', 'average')
  for (const [number, units] of [
    [1, 128],
    [2, 64]
  ] as const) {
    graph.add('Dense', `dense${number}`, { units, activation: 'relu' })
    graph.add('Dropout', `dropout${number}`, { rate: 0.2 })
  }
  graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
  return graph.build()
}
