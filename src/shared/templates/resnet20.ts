/** ResNet-20 for pictures of CIFAR's size: three stages of three residual blocks. */
import { createGraph, same, type GraphBuilder } from './graph-builder'
import type { Template } from './template'

const BLOCKS_A_STAGE = 3
const WEIGHT_DECAY = { l1: 0, l2: 0.0001 }
/** How He et al. begin and hold their filters; the bias would be taken away by the batch normalisation behind. */
const filterSettings = {
  useBias: false,
  kernelInitializer: { className: 'HeNormal', config: {} },
  kernelRegularizer: WEIGHT_DECAY
}

export const resnet20: Template = {
  id: 'resnet-20',
  label: 'ResNet-20',
  lesson:
    'Shortcuts let the gradient pass, so that twenty layers learn better than ten, not worse.',
  source:
    'He, Zhang, Ren and Sun 2016, Deep residual learning, arXiv 1512.03385, section 4.2 with projections',
  smallestPicture: 8,
  build({ inputShape, classCount }) {
    const graph = createGraph('resnet_20', inputShape)
    graph.add('Conv2D', 'conv', { ...same(16), ...filterSettings })
    graph.add('BatchNormalization', 'bn')
    graph.add('ReLU', 'relu')
    ;[16, 32, 64].forEach((filters, stage) => {
      for (let block = 1; block <= BLOCKS_A_STAGE; block++) {
        const isNarrowing = stage > 0 && block === 1
        addResidualBlock(graph, `s${stage + 1}b${block}`, { filters, isNarrowing })
      }
    })
    graph.add('GlobalAveragePooling2D', 'average')
    graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
    return graph.build()
  }
}

function addResidualBlock(
  graph: GraphBuilder,
  name: string,
  { filters, isNarrowing }: { filters: number; isNarrowing: boolean }
): void {
  const strides = isNarrowing ? [2, 2] : [1, 1]
  const before = graph.last
  graph.add('Conv2D', `${name}_conv1`, { ...same(filters), strides, ...filterSettings })
  graph.add('BatchNormalization', `${name}_bn1`)
  graph.add('ReLU', `${name}_relu1`)
  graph.add('Conv2D', `${name}_conv2`, { ...same(filters), ...filterSettings })
  const main = graph.add('BatchNormalization', `${name}_bn2`)
  const shortcut = isNarrowing
    ? graph.add('Conv2D', `${name}_project`, { ...same(filters, 1), strides, ...filterSettings }, [
        before
      ])
    : before
  graph.add('Add', `${name}_add`, {}, [main, shortcut])
  graph.add('ReLU', `${name}_relu2`)
}
