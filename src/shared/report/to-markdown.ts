/** A comparison as Markdown: what can be said without pictures. */
import { escapeMarkdown as escape, quoteMarkdown } from './escape'
import {
  formatMoment,
  nameComparison,
  type Report,
  type ReportCell,
  type ReportGroup,
  type ReportLayers,
  type ReportRow,
  type ReportRun
} from './report'

export function toMarkdownReport(report: Report): string {
  const { runs, verdicts, results, differences, layers, environment, settings } = report
  const table = (rows: readonly ReportRow[]): string => writeTable(runs, rows)
  const parts = [
    `# ${escape(nameComparison(report))}`,
    `${runs.length === 1 ? '1 run' : `${runs.length} runs`} compared ${formatMoment(report.createdAt)} with Receptive ${escape(report.version)}. Values in **bold** differ from the base; ✓ marks the best.`,
    ...section('Verdict', verdicts.map(escape)),
    ...section('Runs', runs.map(writeRun)),
    ...section('Results', results.length > 0 ? [table(results)] : []),
    ...section('What differs', runs.length > 1 ? writeDifferences(differences, table) : []),
    ...section('Layers', layers.map(writeLayers)),
    ...section('Environment', environment.length > 0 ? [table(environment)] : []),
    ...section('All settings', writeGroups(settings, table))
  ]
  return `${parts.join('\n\n')}\n`
}

function section(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`## ${title}`, ...parts]
}

function writeRun(run: ReportRun): string {
  const tags = run.tags.length > 0 ? ` · ${run.tags.map(escape).join(', ')}` : ''
  return [
    `### ${escape(run.name)}${run.isBase ? ' (base)' : ''}`,
    `${escape(run.state)} · ${escape(run.experimentName)} on ${escape(run.datasetId)} · ${formatMoment(run.createdAt)}${tags}`,
    ...(run.note.trim() ? [quoteMarkdown(run.note)] : []),
    ...run.remarks.map((remark) => `- ${escape(remark)}`)
  ].join('\n\n')
}

type WriteRows = (rows: readonly ReportRow[]) => string

function writeDifferences(groups: readonly ReportGroup[], table: WriteRows): string[] {
  return groups.length === 0
    ? ['The runs were trained with the same settings.']
    : writeGroups(groups, table)
}

function writeGroups(groups: readonly ReportGroup[], table: WriteRows): string[] {
  return groups.flatMap(({ label, rows }) => [
    ...(label ? [`### ${escape(label)}`] : []),
    table(rows)
  ])
}

function writeTable(runs: readonly ReportRun[], rows: readonly ReportRow[]): string {
  const heads = runs.map(({ name, isBase }) => `${escape(name)}${isBase ? ' (base)' : ''}`)
  return [
    `| | ${heads.join(' | ')} |`,
    `| --- | ${heads.map(() => '---').join(' | ')} |`,
    ...rows.map(({ label, cells }) => `| ${escape(label)} | ${cells.map(writeCell).join(' | ')} |`)
  ].join('\n')
}

function writeCell({ text, isChanged, isBest }: ReportCell): string {
  const words = text === '' ? '–' : escape(text)
  return isChanged ? `**${words}**` : isBest ? `${words} ✓` : words
}

function writeLayers({ run, sentences }: ReportLayers): string {
  const lines = sentences.map((sentence) => `- ${escape(sentence)}`)
  return [`### ${escape(run)}`, lines.join('\n') || 'The same layers as the base.'].join('\n\n')
}
