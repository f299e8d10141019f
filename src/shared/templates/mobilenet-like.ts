/** A small network in the way of MobileNet: each convolution is one for each channel and one of 1x1. */
import { createGraph, same, type GraphBuilder } from './graph-builder'
import type { Template } from './template'

/** Filters of the 1x1 convolution, and the stride of the one before it. */
const blocks = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1]
] as const

export const mobilenetLike: Template = {
  id: 'mobilenet-like',
  label: 'Depthwise (MobileNet-like)',
  lesson:
    'A convolution in two cheap halves, one for space and one for channels: an eighth of the multiply-adds.',
  source: 'After Howard et al. 2017, MobileNets, arXiv 1704.04861',
  smallestPicture: 8,
  build({ inputShape, classCount }) {
    const graph = createGraph('mobilenet_like', inputShape)
    graph.add('Conv2D', 'conv', { ...same(32), useBias: false })
    addEnding(graph, '')
    blocks.forEach(([filters, stride], index) => {
      const number = index + 1
      graph.add('DepthwiseConv2D', `depthwise${number}`, {
        kernelSize: [3, 3],
        strides: [stride, stride],
        padding: 'same',
        useBias: false
      })
      addEnding(graph, `_d${number}`)
      graph.add('Conv2D', `pointwise${number}`, { ...same(filters, 1), useBias: false })
      addEnding(graph, `_p${number}`)
    })
    graph.add('GlobalAveragePooling2D', 'average')
    graph.add('Dropout', 'dropout', { rate: 0.2 })
    graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
    return graph.build()
  }
}

/** MobileNet cuts its activations at 6, for numbers of few bits. */
function addEnding(graph: GraphBuilder, name: string): void {
  graph.add('BatchNormalization', `bn${name}`)
  graph.add('ReLU', `relu${name}`, { maxValue: 6 })
}
