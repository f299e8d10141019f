/** The lecture's own networks: three blocks of two convolutions and a pooling, then three dense layers. */
import { createGraph, same } from './graph-builder'
import type { Template, TemplatePurpose } from './template'

interface Variant {
  readonly name: string
  /** Filters of the third block: 128 in the first network, 256 afterwards. */
  readonly deepest: number
  readonly hasDropout: boolean
  readonly hasBatchNormalization: boolean
}

const lecture = 'Lecture 16, convolutional networks'
const RATE = 0.2

export const lectureCnn: Template = {
  id: 'lecture-1',
  label: 'Lecture 1: plain CNN',
  lesson: 'Learns the training pictures by heart and knows 73 % of the others: over-fitting.',
  source: lecture,
  smallestPicture: 8,
  build: (purpose) =>
    buildLectureCnn(purpose, {
      name: 'cifar_cnn',
      deepest: 128,
      hasDropout: false,
      hasBatchNormalization: false
    })
}

export const lectureDropout: Template = {
  id: 'lecture-2',
  label: 'Lecture 2: dropout',
  lesson: 'Dropout makes it harder to learn by heart: less over-fitting for a longer training.',
  source: lecture,
  smallestPicture: 8,
  build: (purpose) =>
    buildLectureCnn(purpose, {
      name: 'cifar_cnn_2',
      deepest: 256,
      hasDropout: true,
      hasBatchNormalization: false
    })
}

export const lectureBatchNormalization: Template = {
  id: 'lecture-3',
  label: 'Lecture 3: batch normalisation',
  lesson:
    'Normalised feature maps keep the signal in range, so that a deeper network learns faster.',
  source: lecture,
  smallestPicture: 8,
  build: (purpose) =>
    buildLectureCnn(purpose, {
      name: 'cifar_cnn_3',
      deepest: 256,
      hasDropout: true,
      hasBatchNormalization: true
    })
}

export const lectureAugmentation: Template = {
  id: 'lecture-4',
  label: 'Lecture 4: augmentation',
  lesson: 'The third network on pictures that are shifted and mirrored: more data for nothing.',
  source: lecture,
  smallestPicture: 8,
  augmentation: { width_shift_range: 0.1, height_shift_range: 0.1, horizontal_flip: true },
  build: (purpose) =>
    buildLectureCnn(purpose, {
      name: 'cifar_cnn_4',
      deepest: 256,
      hasDropout: true,
      hasBatchNormalization: true
    })
}

function buildLectureCnn(
  { inputShape, classCount }: TemplatePurpose,
  { name, deepest, hasDropout, hasBatchNormalization }: Variant
) {
  const graph = createGraph(name, inputShape)
  const blocks = [32, 64, deepest]
  blocks.forEach((filters, index) => {
    const number = index + 1
    graph.add('Conv2D', `conv${number}a`, same(filters))
    graph.add('Conv2D', `conv${number}b`, same(filters))
    if (hasBatchNormalization) graph.add('BatchNormalization', `bn${number}`)
    graph.add('MaxPooling2D', `pool${number}`)
    // With batch normalisation the lecture leaves the last of the three out; so does its second network.
    if (hasDropout && number < blocks.length) {
      graph.add('Dropout', `dropout${number}`, { rate: RATE })
    }
  })
  graph.add('Flatten', 'flatten')
  ;[128, 64].forEach((units, index) => {
    graph.add('Dense', `dense${index + 1}`, { units, activation: 'relu' })
    if (hasDropout) graph.add('Dropout', `dropout${index + 3}`, { rate: RATE })
  })
  graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
  return graph.build()
}
