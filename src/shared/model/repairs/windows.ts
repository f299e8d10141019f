/** Windows that do not fit, and steps that go wrong. */
import { layers, type LayerKind } from '../../layers'
import { setParam } from '../edit/params'
import { createParams } from '../edit/start-params'
import { finish } from '../edit/finish'
import { hasParam, type Candidate, type Repair } from './repair'

export const padWindow: Repair = ({ graph, layer }) =>
  layer.params.padding === 'valid'
    ? [{ label: 'Padding: same', change: () => setParam(graph, [layer.name], 'padding', 'same') }]
    : []

/** The window as large as what it looks at, then one pixel. */
export const shrinkWindow: Repair = ({ graph, layer, inputs: [input] }) =>
  (['kernelSize', 'poolSize'] as const).flatMap((key) => {
    const size = layer.params[key]
    if (!Array.isArray(size) || !input) return []
    const fitting = size.map((cells: number, axis) => Math.min(cells, input[axis] ?? 1))
    const word = key === 'kernelSize' ? 'Kernel' : 'Pool'
    return [fitting, size.map(() => 1)].map((smaller) => ({
      label: `${word} ${smaller.join('×')}`,
      change: () => setParam(graph, [layer.name], key, smaller)
    }))
  })

/** Strides and gaps that cannot be had together, or that skip pixels. */
export const slowDown: Repair = ({ graph, layer }) => {
  const change = (key: string, value: unknown, label: string): Candidate[] =>
    hasParam(layer, key) ? [{ label, change: () => setParam(graph, [layer.name], key, value) }] : []
  const { strides, kernelSize, poolSize } = layer.params
  const window = kernelSize ?? poolSize
  if (!Array.isArray(strides)) return []
  const least = Math.min(...(strides as number[]))
  return [
    ...change(
      'strides',
      strides.map(() => least),
      `Strides ${strides.map(() => least).join('×')}`
    ),
    ...(Array.isArray(window) ? change('strides', window, `Strides ${window.join('×')}`) : []),
    ...change(
      'strides',
      strides.map(() => 1),
      `Strides ${strides.map(() => 1).join('×')}`
    ),
    ...change(
      'dilationRate',
      strides.map(() => 1),
      'No dilation'
    )
  ]
}

/** Conv1D where Conv2D is meant: the same layer for as many axes as there are. */
export const useOtherDimension: Repair = ({ graph, layer, inputs: [input] }) => {
  const stem = /^(.+)[123]D$/.exec(layer.kind)?.[1]
  const kind = `${stem ?? ''}${(input?.length ?? 0) - 1}D`
  if (stem === undefined || kind === layer.kind || !Object.hasOwn(layers, kind)) return []
  const axes = (input?.length ?? 0) - 1
  const stretch = (value: unknown) =>
    Array.isArray(value) ? Array<unknown>(axes).fill((value as unknown[])[0]) : value
  const params = Object.fromEntries(
    Object.entries(createParams(kind as LayerKind)).map(([key, start]) => [
      key,
      key in layer.params ? stretch(layer.params[key]) : start
    ])
  )
  return [
    {
      label: `Use ${kind}`,
      change: () =>
        finish(graph, {
          layers: graph.layers.map((one) =>
            one.name === layer.name ? { ...one, kind: kind as LayerKind, params } : one
          )
        })
    }
  ]
}
