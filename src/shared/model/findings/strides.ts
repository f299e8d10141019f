/** Steps longer than the window: the pixels between are never seen. */
import { title } from '../graph'
import type { Check } from './finding'

export const checkStrides: Check = (graph) =>
  graph.layers.flatMap((layer) => {
    const { strides, kernelSize, poolSize, dilationRate } = layer.params
    const window = kernelSize ?? poolSize
    // Spreads pixels out instead of skipping them.
    const isTransposed = layer.kind === 'Conv2DTranspose'
    if (!isSizes(strides) || !isSizes(window) || isTransposed) return []
    const gaps = isSizes(dilationRate) ? dilationRate : []
    const spans = window.map((size, axis) => (size - 1) * (gaps[axis] ?? 1) + 1)
    // 1x1 with strides is the shortcut of a residual block, which skips pixels on purpose.
    const isPoint = spans.every((span) => span === 1)
    if (isPoint || !strides.some((stride, axis) => stride > (spans[axis] ?? stride))) return []
    return [
      {
        layer: layer.name,
        severity: 'warning',
        topic: 'strides',
        message: `${title(layer)}: moves by ${strides.join('×')} but sees only ${spans.join('×')}, so pixels between are never looked at. Set strides to at most ${window.join('×')}.`
      }
    ]
  })

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value)
}
