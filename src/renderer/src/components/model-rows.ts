/** The layers of a model as rows of a table, as Keras prints them and with what they cost. */
import { formatBytes, formatCount } from '@shared/format'
import type { LayerAnalysis, ModelAnalysis } from '@shared/model'

const BYTES_PER_PARAMETER = 4

export interface ModelRow {
  readonly name: string
  readonly kind: string
  /** `(None, 32, 32, 3)`; `?` behind an error. */
  readonly outputShape: string
  readonly parameters: string
  readonly multiplyAdds: string
  /** Its part of the multiply-adds of the model, 0..1. */
  readonly share: number
  readonly error: string | null
}

export function computeModelRows({ layers, multiplyAdds }: ModelAnalysis): ModelRow[] {
  return layers.map((one) => ({
    name: one.layer.name,
    kind: one.layer.kind,
    outputShape: one.outputShape ? `(${['None', ...one.outputShape].join(', ')})` : '?',
    parameters: formatCount(countParameters(one)),
    multiplyAdds: formatMultiplyAdds(one.multiplyAdds),
    share: multiplyAdds > 0 ? one.multiplyAdds / multiplyAdds : 0,
    error: one.error
  }))
}

function countParameters({ trainableParameters, nonTrainableParameters }: LayerAnalysis): number {
  return trainableParameters + nonTrainableParameters
}

/** The three lines under the table: `["Total params", "558,186 (2.13 MB)"]`. */
export function computeModelTotals(analysis: ModelAnalysis): (readonly [string, string])[] {
  const write = (count: number): string =>
    `${formatCount(count)} (${formatBytes(count * BYTES_PER_PARAMETER)})`
  return [
    ['Total params', write(analysis.parameters)],
    ['Trainable params', write(analysis.trainableParameters)],
    ['Non-trainable params', write(analysis.nonTrainableParameters)]
  ]
}

/** `38.9 M`: three significant digits; `–` for a layer that multiplies nothing. */
export function formatMultiplyAdds(count: number): string {
  if (count === 0) return '–'
  const units = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k']
  ] as const
  const unit = units.find(([size]) => count >= size)
  return unit ? `${Number((count / unit[0]).toPrecision(3))} ${unit[1]}` : String(count)
}
