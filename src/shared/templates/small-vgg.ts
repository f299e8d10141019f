/** A small VGG: blocks of 3x3 convolutions with ReLU, twice the filters after each pooling. */
import { createGraph, same } from './graph-builder'
import type { Template } from './template'

export const smallVgg: Template = {
  id: 'small-vgg',
  label: 'Small VGG',
  lesson:
    'Two 3×3 convolutions see as much as one of 5×5, with fewer weights and one more non-linearity.',
  source: 'After Simonyan and Zisserman 2015, arXiv 1409.1556',
  smallestPicture: 8,
  build({ inputShape, classCount }) {
    const graph = createGraph('small_vgg', inputShape)
    ;[32, 64, 128].forEach((filters, index) => {
      for (const letter of ['a', 'b']) {
        graph.add('Conv2D', `conv${index + 1}${letter}`, { ...same(filters), activation: 'relu' })
      }
      graph.add('MaxPooling2D', `pool${index + 1}`)
    })
    graph.add('Flatten', 'flatten')
    graph.add('Dense', 'dense', { units: 256, activation: 'relu' })
    graph.add('Dropout', 'dropout', { rate: 0.5 })
    graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
    return graph.build()
  }
}
