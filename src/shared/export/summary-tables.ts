/** The summary of a model as a table for Markdown and for LaTeX. */
import { formatCount } from '../format'
import { formatBatchShape, formatParameters, type Summary } from '../summary'

const heads = ['Layer (type)', 'Output shape', 'Params', 'Multiply-adds', 'Receptive field']

function listRows({ layers }: Summary): string[][] {
  return layers.map((row) => [
    `${row.name} (${row.kind})`,
    formatBatchShape(row.outputShape),
    formatCount(row.parameters),
    formatCount(row.multiplyAdds),
    row.receptiveField ? row.receptiveField.join('×') : '–'
  ])
}

function listTotals(summary: Summary): (readonly [string, string])[] {
  return [
    ['Total params', formatParameters(summary.totalParameters)],
    ['Trainable params', formatParameters(summary.trainableParameters)],
    ['Non-trainable params', formatParameters(summary.nonTrainableParameters)],
    ['Multiply-adds', formatCount(summary.multiplyAdds)]
  ]
}

export function toMarkdownTable(summary: Summary): string {
  const escape = (text: string): string => text.replace(/[\\`*_|<>]/g, '\\$&')
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `**${escape(summary.name)}**`,
    '',
    line(heads),
    line(['---', '---', '---:', '---:', '---:']),
    ...listRows(summary).map((cells) => line(cells.map(escape))),
    '',
    ...listTotals(summary).map(([name, text]) => `- ${name}: ${text}`),
    ''
  ].join('\n')
}

export function toLatexTable(summary: Summary): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(escapeLatex).join(' & ')} \\\\`
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{tabular}{llrrr}',
    '  \\toprule',
    line(heads),
    '  \\midrule',
    ...listRows(summary).map(line),
    '  \\midrule',
    ...listTotals(summary).map(
      ([name, text]) => `  \\multicolumn{5}{l}{${escapeLatex(name)}: ${escapeLatex(text)}} \\\\`
    ),
    '  \\bottomrule',
    '\\end{tabular}',
    ''
  ].join('\n')
}

const latexWords: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '×': '$\\times$',
  '–': '--'
}

function escapeLatex(text: string): string {
  return text.replace(/[\\~^×–&%$#_{}]/g, (character) => latexWords[character] ?? `\\${character}`)
}
