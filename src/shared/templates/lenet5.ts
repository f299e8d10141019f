/** LeNet-5 as it is taught today: tanh, average pooling, three dense layers. */
import { createGraph } from './graph-builder'
import type { Template } from './template'

export const lenet5: Template = {
  id: 'lenet-5',
  label: 'LeNet-5',
  lesson:
    'The network that read cheques in 1998: convolution, pooling, convolution, pooling, and it works.',
  source:
    'LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition',
  smallestPicture: 16,
  build({ inputShape, classCount }) {
    const graph = createGraph('lenet_5', inputShape)
    const tanh = { activation: 'tanh' }
    // The paper pads the 28x28 digits to 32x32, which is padding 'same' in the first layer.
    graph.add('Conv2D', 'c1', { filters: 6, kernelSize: [5, 5], padding: 'same', ...tanh })
    graph.add('AveragePooling2D', 's2')
    graph.add('Conv2D', 'c3', { filters: 16, kernelSize: [5, 5], ...tanh })
    graph.add('AveragePooling2D', 's4')
    graph.add('Flatten', 'flatten')
    graph.add('Dense', 'c5', { units: 120, ...tanh })
    graph.add('Dense', 'f6', { units: 84, ...tanh })
    graph.add('Dense', 'classes', { units: classCount, activation: 'softmax' })
    return graph.build()
  }
}
