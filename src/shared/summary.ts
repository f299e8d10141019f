/** The summary of a model as Keras prints it: layers, output shapes, parameters, totals. */
import { formatBytes, formatCount } from './format'
import { computeActivationBytes, type ModelAnalysis } from './model'

/** One row of the table. */
export interface SummaryRow {
  readonly name: string
  readonly kind: string
  /** The batch first, as Keras has it; null where an error before it leaves the shape unknown. */
  readonly outputShape: readonly (number | null)[] | null
  readonly parameters: number
  readonly multiplyAdds: number
  /** Bytes of what the layer gives for one example. */
  readonly activationBytes: number
  /** Pixels of the input that one value sees, along each axis; null where that has no meaning. */
  readonly receptiveField: readonly number[] | null
  /** What is wrong with the layer, as a sentence; null when nothing is. */
  readonly error: string | null
}

export interface Summary {
  readonly name: string
  readonly layers: readonly SummaryRow[]
  readonly totalParameters: number
  readonly trainableParameters: number
  readonly nonTrainableParameters: number
  readonly multiplyAdds: number
}

export function summarizeModel(name: string, analysis: ModelAnalysis): Summary {
  return {
    name,
    layers: analysis.layers.map((one) => ({
      name: one.layer.name,
      kind: one.layer.kind,
      outputShape: one.outputShape && [null, ...one.outputShape],
      parameters: one.trainableParameters + one.nonTrainableParameters,
      multiplyAdds: one.multiplyAdds,
      activationBytes: computeActivationBytes(one, 1),
      receptiveField: one.receptiveField,
      error: one.error
    })),
    totalParameters: analysis.parameters,
    trainableParameters: analysis.trainableParameters,
    nonTrainableParameters: analysis.nonTrainableParameters,
    multiplyAdds: analysis.multiplyAdds
  }
}

/** `(None, 32, 32, 3)`, as Keras writes a shape. */
export function formatBatchShape(shape: readonly (number | null)[] | null): string {
  return shape ? `(${shape.map((size) => size ?? 'None').join(', ')})` : '?'
}

const BYTES_A_PARAMETER = 4

/** `558,186 (2.13 MB)`: how many and how large, in float32. */
export function formatParameters(count: number): string {
  return `${formatCount(count)} (${formatBytes(count * BYTES_A_PARAMETER)})`
}

/** The whole table as text. */
export function formatSummary(summary: Summary): string {
  const rows = summary.layers.map((row) => [
    `${row.name} (${row.kind})`,
    formatBatchShape(row.outputShape),
    formatCount(row.parameters)
  ])
  const header = ['Layer (type)', 'Output Shape', 'Param #']
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))
  )
  const line = (left: string, middle: string, right: string, fill: string) =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right
  const write = (cells: readonly string[], edge: string) =>
    `${edge} ${cells
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
      )
      .join(` ${edge} `)} ${edge}`
  return [
    `Model: "${summary.name}"`,
    line('┏', '┳', '┓', '━'),
    write(header, '┃'),
    line('┡', '╇', '┩', '━'),
    ...rows.flatMap((row, index) =>
      index === 0 ? [write(row, '│')] : [line('├', '┼', '┤', '─'), write(row, '│')]
    ),
    line('└', '┴', '┘', '─'),
    ` Total params: ${formatParameters(summary.totalParameters)}`,
    ` Trainable params: ${formatParameters(summary.trainableParameters)}`,
    ` Non-trainable params: ${formatParameters(summary.nonTrainableParameters)}`
  ].join('\n')
}
