/** How a report looks: the window's colours, light or dark as the reader's system is. No font and no file from elsewhere. */

/** The run palette of the window, by theme. */
export const reportRunColors = {
  light: [
    '#2371ae',
    '#882504',
    '#62997d',
    '#431fa1',
    '#b1890c',
    '#760c5a',
    '#429cab',
    '#707afe',
    '#761f2f',
    '#809852'
  ],
  dark: [
    '#7dceff',
    '#ac6554',
    '#bbe5ab',
    '#7f6cb8',
    '#fbd06e',
    '#a06685',
    '#97e7e0',
    '#706ff7',
    '#dd4818',
    '#e5db09'
  ]
} as const

const dashes = ['none', '7 3', '2 3', '9 3 2 3']

const listColors = (colors: readonly string[]): string =>
  colors.map((color, slot) => `--run-${slot}:${color};`).join('')

const slots = reportRunColors.light
  .map((_, slot) => `.r${slot}{--run:var(--run-${slot})}`)
  .join('\n')

/** The whole style sheet of a report. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--page:#f3f4f6;--card:#ffffff;--raised:#f7f8fa;--line:#dfe3e8;--line-strong:#858e9b;--text:#14181f;--secondary:#566070;--right:#1a7040;--warning:#805200;--changed:#fdf5e4;${listColors(reportRunColors.light)}}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1a2027;--raised:#212831;--line:#2e3741;--line-strong:#6f7b89;--text:#e7ebf0;--secondary:#9ea9b7;--right:#4dc481;--warning:#e0b04c;--changed:#2e2717;${listColors(reportRunColors.dark)}}}
*{box-sizing:border-box}
body{background:var(--page);color:var(--text);font:13px/1.5 Inter,system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif;font-variant-numeric:tabular-nums;margin:0 auto;max-width:1240px;padding:24px}
h1{font-size:20px;margin:0}h2{font-size:15px;margin:28px 0 8px}h3{font-size:13px;margin:0 0 6px}
p{margin:4px 0}figure{margin:0}ul{margin:4px 0;padding-left:20px}
.secondary{color:var(--secondary)}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
.verdicts p{font-size:15px}
.scroll{background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-x:auto}
table{border-collapse:separate;border-spacing:0;min-width:100%}
th,td{border-bottom:1px solid var(--line);max-width:340px;overflow-wrap:anywhere;padding:5px 12px;text-align:left;vertical-align:top}
tbody:last-child>tr:last-child>*{border-bottom:0}
thead th{color:var(--text);white-space:nowrap}
tbody th{background:var(--card);font-weight:400;left:0;min-width:200px;position:sticky}
td{font-family:'JetBrains Mono',ui-monospace,'DejaVu Sans Mono',Consolas,monospace;font-size:12px}
th.group{background:var(--raised);color:var(--secondary);font-weight:600}
td.changed{background:var(--changed);box-shadow:inset 2px 0 var(--warning);font-weight:600}
td.best{color:var(--right);font-weight:600}
.absent{color:var(--secondary)}
.base{border:1px solid var(--line-strong);border-radius:4px;color:var(--secondary);font-size:11px;font-weight:400;padding:0 4px}
.tag{background:var(--raised);border:1px solid var(--line);border-radius:4px;font-size:11px;padding:0 5px}
.swatch{background:var(--run);border-radius:3px;display:inline-block;height:11px;margin-right:6px;vertical-align:-1px;width:11px}
.runs,.charts{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr))}
.charts{grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr))}
.note{border-left:3px solid var(--line-strong);margin:6px 0;overflow-wrap:anywhere;padding-left:10px;white-space:pre-wrap}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px;list-style:none;margin:0 0 6px;padding:0}
.legend svg{height:8px;margin-right:6px;vertical-align:1px;width:26px}
svg{display:block;width:100%}.legend svg{display:inline-block}
svg text{fill:var(--secondary);font-size:11px}
svg .y{dominant-baseline:central;text-anchor:end}svg .x,svg .x-title{text-anchor:middle}
.grid{fill:none;stroke:var(--line)}
.line{fill:none;stroke:var(--run);stroke-linecap:round;stroke-linejoin:round;stroke-width:1.6}
${dashes.map((dash, index) => `.d${index}{stroke-dasharray:${dash}}`).join('\n')}
${slots}
details summary{cursor:pointer;margin:28px 0 8px}
details h2{display:inline}
@media print{body{background:none;max-width:none;padding:0}.card,.scroll,svg{break-inside:avoid}}
`.trim()
