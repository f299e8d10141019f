/** A comparison as one HTML file: everything is inside, nothing runs, nothing is loaded. */
import { DASH_COUNT, drawCurves } from './curve-svg'
import { escapeHtml, isolate } from './escape'
import {
  formatMoment,
  nameComparison,
  type Report,
  type ReportCell,
  type ReportChart,
  type ReportGroup,
  type ReportRun
} from './report'
import { REPORT_STYLE } from './style'

/** What a reader's browser is told as well: whatever slipped in does nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export function toHtmlReport(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`Comparison: ${nameComparison(report)}`)}</title>
<style>
${REPORT_STYLE}
</style>
</head>
<body>
${listParts(report).join('\n')}
</body>
</html>
`
}

function listParts(report: Report): string[] {
  const { verdicts, results, differences, environment, settings } = report
  return [
    `<header><h1>${isolate(nameComparison(report))}</h1>`,
    `<p class="secondary">${report.runs.length === 1 ? '1 run' : `${report.runs.length} runs`} compared ${formatMoment(report.createdAt)} with Receptive ${escapeHtml(report.version)}. Changed values are marked against the base.</p></header>`,
    ...section('Verdict', verdicts.length > 0, () => writeVerdicts(verdicts)),
    ...section(
      'Runs',
      true,
      () => `<div class="runs">${report.runs.map(writeRun).join('\n')}</div>`
    ),
    ...section('Results', results.length > 0, () =>
      writeTable(report, [{ label: '', rows: results }])
    ),
    ...section('Curves', report.charts.length > 0, () => writeCharts(report)),
    ...section('What differs', report.runs.length > 1, () => writeDifferences(report, differences)),
    ...section('Layers', report.layers.length > 0, () => writeLayers(report)),
    ...section('Environment', environment.length > 0, () =>
      writeTable(report, [{ label: '', rows: environment }])
    ),
    `<details><summary><h2>All settings</h2></summary>${writeTable(report, settings)}</details>`
  ]
}

function section(title: string, isThere: boolean, write: () => string): string[] {
  return isThere ? [`<section><h2>${title}</h2>\n${write()}</section>`] : []
}

function writeVerdicts(verdicts: readonly string[]): string {
  const sentences = verdicts.map((verdict) => `<p>${escapeHtml(verdict)}</p>`)
  return `<div class="card verdicts">${sentences.join('')}</div>`
}

function writeRun(run: ReportRun): string {
  const tags = run.tags.map((tag) => `<span class="tag">${isolate(tag)}</span>`).join(' ')
  const remarks = run.remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`).join('')
  return [
    `<article class="card"><h3>${writeName(run)}</h3>`,
    `<p class="secondary">${escapeHtml(run.state)} · ${isolate(run.experimentName)} on ${escapeHtml(run.datasetId)} · ${formatMoment(run.createdAt)}</p>`,
    ...(tags ? [`<p>${tags}</p>`] : []),
    ...(run.note.trim() ? [`<div class="note">${escapeHtml(run.note.trim())}</div>`] : []),
    ...(remarks ? [`<ul class="secondary">${remarks}</ul>`] : []),
    '</article>'
  ].join('')
}

function writeName({ name, color, isBase }: ReportRun): string {
  const base = isBase ? ' <span class="base">base</span>' : ''
  return `<span class="swatch r${color}"></span>${isolate(name)}${base}`
}

function writeTable({ runs }: Report, groups: readonly ReportGroup[]): string {
  const heads = runs.map((run) => `<th scope="col">${writeName(run)}</th>`).join('')
  const bodies = groups.map(({ label, rows }) => {
    const head = label
      ? `<tr><th class="group" scope="rowgroup" colspan="${runs.length + 1}">${escapeHtml(label)}</th></tr>`
      : ''
    const lines = rows.map(
      (row) =>
        `<tr><th scope="row">${escapeHtml(row.label)}</th>${row.cells.map(writeCell).join('')}</tr>`
    )
    return `<tbody>${head}${lines.join('\n')}</tbody>`
  })
  return `<div class="scroll"><table><thead><tr><th></th>${heads}</tr></thead>${bodies.join('\n')}</table></div>`
}

function writeCell({ text, isChanged, isBest }: ReportCell): string {
  const kind = isChanged ? ' class="changed"' : isBest ? ' class="best"' : ''
  return `<td${kind}>${text === '' ? '<span class="absent">–</span>' : escapeHtml(text)}</td>`
}

function writeDifferences(report: Report, groups: readonly ReportGroup[]): string {
  return groups.length === 0
    ? '<p class="card">The runs were trained with the same settings.</p>'
    : writeTable(report, groups)
}

function writeCharts(report: Report): string {
  const charts = report.charts.map(
    (chart) =>
      `<figure class="card"><h3>${escapeHtml(chart.title)}</h3>${writeLegend(chart, report)}${drawCurves(chart, report)}</figure>`
  )
  return `<div class="charts">${charts.join('\n')}</div>`
}

function writeLegend({ lines }: ReportChart, { runs }: Report): string {
  const entries = lines.flatMap(({ run }) => {
    const known = runs[run]
    return known
      ? [
          `<li><svg viewBox="0 0 26 8" aria-hidden="true"><path class="line r${known.color} d${run % DASH_COUNT}" d="M1 4H25"/></svg>${isolate(known.name)}</li>`
        ]
      : []
  })
  return `<ul class="legend">${entries.join('')}</ul>`
}

function writeLayers({ layers }: Report): string {
  const parts = layers.map(({ run, sentences }) => {
    const lines = sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')
    const words = lines
      ? `<ul>${lines}</ul>`
      : '<p class="secondary">The same layers as the base.</p>'
    return `<article class="card"><h3>${isolate(run)}</h3>${words}</article>`
  })
  return `<div class="runs">${parts.join('\n')}</div>`
}
