/** A network of convolutions alone: strides in place of pooling, 1x1 in place of dense layers (All-CNN-C). */
import { createGraph, same } from './graph-builder'
import type { Template } from './template'

export const allConvolutional: Template = {
  id: 'all-convolutional',
  label: 'All-convolutional net',
  lesson:
    'Neither pooling nor dense layers are needed: strides make pictures smaller, 1×1 convolutions decide.',
  source: 'Springenberg, Dosovitskiy, Brox and Riedmiller 2015, arXiv 1412.6806, All-CNN-C',
  smallestPicture: 12,
  build({ inputShape, classCount }) {
    const graph = createGraph('all_convolutional', inputShape)
    const relu = { activation: 'relu' }
    const halve = { strides: [2, 2] }
    graph.add('Dropout', 'dropout1', { rate: 0.2 })
    graph.add('Conv2D', 'conv1', { ...same(96), ...relu })
    graph.add('Conv2D', 'conv2', { ...same(96), ...relu })
    graph.add('Conv2D', 'conv3', { ...same(96), ...halve, ...relu })
    graph.add('Dropout', 'dropout2', { rate: 0.5 })
    graph.add('Conv2D', 'conv4', { ...same(192), ...relu })
    graph.add('Conv2D', 'conv5', { ...same(192), ...relu })
    graph.add('Conv2D', 'conv6', { ...same(192), ...halve, ...relu })
    graph.add('Dropout', 'dropout3', { rate: 0.5 })
    graph.add('Conv2D', 'conv7', { filters: 192, kernelSize: [3, 3], ...relu })
    graph.add('Conv2D', 'conv8', { filters: 192, kernelSize: [1, 1], ...relu })
    graph.add('Conv2D', 'conv9', { filters: classCount, kernelSize: [1, 1], ...relu })
    graph.add('GlobalAveragePooling2D', 'average')
    graph.add('Softmax', 'classes')
    return graph.build()
  }
}
