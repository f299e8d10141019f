import { describe, expect, it } from 'vitest'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import type { RunFacts } from '@shared/run-facts'
import { reportRunColors } from '@shared/report/style'
import { toHtmlReport } from '@shared/report/to-html'
import { toMarkdownReport } from '@shared/report/to-markdown'
import { createExperiment, createRun, createTestApp } from '../../../fixtures/test-app'
import css from '../../../styles/tokens.css?raw'
import { gatherReport } from './gather-report'

/** Markup, quotes, a turned direction, half a character, a line break, a table's bar. */
const hostile =
  '<img src=x onerror="alert(1)">\'&amp; | `a` [x](javascript:1) \u202eevil\ud800\n# no'
const plainName = 'second 数字 🦊'

const records = [
  createRun({
    id: 'a',
    name: hostile,
    color: 0,
    test: { accuracy: 0.9123, loss: 0.3, examples: 2000 },
    marks: {
      tags: ['<b>tag</b>'],
      note: '**bold** <script>alert(2)</script>\n[link](javascript:3)',
      isStarred: false,
      isArchived: false
    },
    notes: ['Padded with zeros.']
  }),
  createRun({
    id: 'b',
    name: plainName,
    color: 3,
    test: { accuracy: 0.9456, loss: 0.2, examples: 2000 }
  })
]

const facts = (runIds: readonly string[]): RunFacts[] =>
  runIds.map((runId) => ({
    runId,
    config: {
      'dataset.id': 'mnist',
      'training.optimizer.learningRate': runId === 'a' ? 0.002 : 0.01,
      'training.schedule.kind': '</td></table><script>alert(4)</script>'
    },
    metrics: {},
    msPerStep: null,
    device: null
  }))

const handlers: Partial<Handlers<AppContract>> = {
  getAppInfo: () => ({
    version: '1.2.3',
    electronVersion: '1',
    electronNote: null,
    readOnlyReason: null,
    workspaceFolder: '/w',
    logFile: '/l'
  }),
  getRunFacts: ({ runIds }) => facts(runIds),
  getRunEnvironment: ({ runId }) => ({ threads: runId === 'a' ? 2 : 4, platform: 'linux x64' }),
  getRunExperiment: ({ runId }) => {
    const experiment = createExperiment()
    const text = JSON.stringify(experiment.model).replace('"units":10', '"units":12')
    return runId === 'a' ? experiment : { ...experiment, model: JSON.parse(text) }
  },
  // Of 40 pictures, the first run gets 20 right and the second all of them.
  getRunEvaluation: ({ runId, part, moment }) => ({
    runId,
    part,
    moment,
    step: 4,
    epoch: 2,
    datasetId: 'mnist',
    classNames: ['zero', 'one'],
    picturesId: 'pictures',
    labels: new Uint32Array(40),
    places: Uint32Array.from({ length: 40 }, (_, index) => index),
    probabilities: Float32Array.from({ length: 80 }, (_, index) => {
      const isRight = runId === 'b' || index < 40
      return (index % 2 === 0) === isRight ? 0.9 : 0.1
    })
  }),
  getRunHistory: ({ runId }) => ({
    runId,
    seq: 1,
    tables: [
      {
        scope: 'step',
        steps: Float64Array.of(1, 2, 3, 4),
        elapsedMs: Float64Array.of(1, 2, 3, 4),
        columns: { 'train/loss': Float64Array.of(2, NaN, 1, Infinity) }
      },
      {
        scope: 'epoch',
        steps: Float64Array.of(2, 4),
        elapsedMs: Float64Array.of(2, 4),
        columns: { 'validation/accuracy': Float64Array.of(0.5, runId === 'a' ? 0.7 : 0.9) }
      }
    ]
  })
}

async function gather() {
  const { client } = createTestApp(handlers)
  const places: number[] = []
  const report = await gatherReport({
    app: client,
    records,
    base: records[0] ?? null,
    onRun: (place) => places.push(place)
  })
  return { report, places }
}

const readHtml = async (): Promise<Document> =>
  new DOMParser().parseFromString(toHtmlReport((await gather()).report), 'text/html')

function readTable(page: Document, title: string): string[][] {
  const section = [...page.querySelectorAll('section')].find(
    (one) => one.querySelector('h2')?.textContent === title
  )
  return [...(section?.querySelectorAll('tr') ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? '')
  )
}

describe('the HTML report', () => {
  it('holds the numbers of the runs', async () => {
    const page = await readHtml()
    expect(readTable(page, 'Results')).toContainEqual(['Test accuracy', '0.9123', '0.9456'])
    expect(readTable(page, 'What differs')).toContainEqual([
      'optimizer.learningRate',
      '0.002',
      '0.01'
    ])
    expect(readTable(page, 'What differs').flat()).not.toContain('id')
    expect(readTable(page, 'Environment')).toContainEqual(['threads', '2', '4'])
    expect(page.querySelector('td.best')?.textContent).toBe('0.2000')
    expect([...page.querySelectorAll('td.changed')].map((one) => one.textContent)).toContain('0.01')
    expect(page.querySelector('.verdicts')?.textContent).toContain(
      'by 50.0 points on the same 40 test pictures'
    )
    expect(page.body.textContent).toMatch(/Dense classes: Units 10 → 12/)
    expect(page.querySelector('details')?.textContent).toContain('mnist')
  })

  it('draws the curves of the recorded values, with gaps', async () => {
    const page = await readHtml()
    const titles = [...page.querySelectorAll('figure h3')].map((one) => one.textContent)
    expect(titles).toEqual(['Validation accuracy', 'Training loss'])
    const [accuracy, loss] = [...page.querySelectorAll('figure')]
    const paths = [...(accuracy?.querySelectorAll('path.line[data-run]') ?? [])]
    // 0.5 is the lowest of both runs, 0.9 the highest: the first of them ends half way up.
    expect(paths.map((one) => one.getAttribute('d'))).toEqual([
      'M60.0 240.0l0 0L704.0 125.0',
      'M60.0 240.0l0 0L704.0 10.0'
    ])
    expect(paths.map((one) => one.getAttribute('class'))).toEqual(['line r0 d0', 'line r3 d1'])
    expect(loss?.querySelector('path.line[data-run]')?.getAttribute('d')).toMatch(
      /^M60\.0 10\.0l0 0M[\d.]+ 240\.0l0 0$/
    )
  })

  it('shows names and notes as they are, and lets nothing in them do anything', async () => {
    const html = toHtmlReport((await gather()).report)
    const page = new DOMParser().parseFromString(html, 'text/html')
    expect(page.querySelectorAll('script, img, a, iframe, b, link')).toHaveLength(0)
    const attributes = [...page.querySelectorAll('*')].flatMap((one) => [...one.attributes])
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([])
    expect(html).not.toMatch(/(?:src|href)=["']|url\(|@import/)
    const head = page.querySelector('thead bdi')?.textContent
    expect(head).toBe(hostile.replace('\ud800', '\ufffd'))
    expect(page.querySelector('.note')?.textContent).toContain('<script>alert(2)</script>')
    expect(readTable(page, 'Results')[0]?.[2]).toBe(plainName)
    expect(page.querySelector('title')?.textContent).toContain('<img src=x')
  })

  it('has the colours of the window', () => {
    const [light = '', dark = ''] = css.split("[data-theme='dark']")
    const colorsOf = (block: string): string[] =>
      [...block.matchAll(/--run-\d: (#[0-9a-f]{6});/g)].map(([, hex]) => hex ?? '')
    expect(reportRunColors).toEqual({ light: colorsOf(light), dark: colorsOf(dark) })
  })
})

it('reads one run after the other and says which', async () => {
  expect((await gather()).places).toEqual([1, 2])
})

describe('the Markdown report', () => {
  it('holds the numbers, and names that format nothing', async () => {
    const text = toMarkdownReport((await gather()).report)
    const lines = text.split('\n')
    expect(lines).toContain('| Test accuracy | 0.9123 | 0.9456 ✓ |')
    expect(lines).toContain('| optimizer.learningRate | 0.002 | **0.01** |')
    expect(text).toMatch(/^- Dense classes: Units 10 → 12/m)
    expect(lines).toContain('> **bold** &lt;script>alert(2)&lt;/script>')
    expect(lines).toContain('> \\[link](javascript:3)')
    const markup = text.replace(/\\[^\n]/g, '')
    expect(markup).not.toMatch(/[<[`]/)
    const columns = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replace(/\\./g, ''))
    expect(new Set(columns.map((line) => line.split('|').length))).toEqual(new Set([5]))
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1)
  })
})
