/** The layers of a model as rows of a table, as Keras prints them and with what they cost. */
import { formatCount } from '@shared/format'
import type { ModelAnalysis } from '@shared/model'
import { formatBatchShape, formatParameters, summarizeModel } from '@shared/summary'

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

export function computeModelRows(name: string, analysis: ModelAnalysis): ModelRow[] {
  const { layers, multiplyAdds } = summarizeModel(name, analysis)
  return layers.map((layer) => ({
    name: layer.name,
    kind: layer.kind,
    outputShape: formatBatchShape(layer.outputShape),
    parameters: formatCount(layer.parameters),
    multiplyAdds: formatMultiplyAdds(layer.multiplyAdds),
    share: multiplyAdds > 0 ? layer.multiplyAdds / multiplyAdds : 0,
    error: layer.error
  }))
}

/** The three lines under the table: `["Total params", "558,186 (2.13 MB)"]`. */
export function computeModelTotals(analysis: ModelAnalysis): (readonly [string, string])[] {
  return [
    ['Total params', formatParameters(analysis.parameters)],
    ['Trainable params', formatParameters(analysis.trainableParameters)],
    ['Non-trainable params', formatParameters(analysis.nonTrainableParameters)]
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
