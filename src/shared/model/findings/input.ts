/** Whether the pictures of the data set go into the model. */
import { fitInput, type ImageShape } from '../../dataset'
import { formatShape, type Shape } from '../../layers/layer'
import { findLayer, title } from '../graph'
import type { Check } from './finding'

export const checkInput: Check = (graph, analysis, purpose) => {
  const input = findLayer(graph, graph.input)
  if (!purpose || !input) return []
  const found = judge(analysis.inputShape, purpose.imageShape)
  if (!found) return []
  const [severity, sentence] = found
  const message = `${title(input)}: ${sentence}`
  return [{ layer: input.name, severity, topic: 'input', message }]
}

function judge(input: Shape, image: ImageShape): readonly ['error' | 'warning', string] | null {
  if (input.length !== 3) {
    return [
      'error',
      `takes ${formatShape(input)}, expected height, width and channels of a picture. Set its shape to ${image.join('×')}.`
    ]
  }
  const fit = fitInput(image, input as unknown as ImageShape)
  if (fit.kind === 'same') return null
  return fit.kind === 'impossible' ? ['error', fit.reason] : ['warning', fit.note]
}
