import { describe, expect, it } from 'vitest'
import type { CurveView } from '@shared/curves/curve-view'
import type { RunCurve } from '@shared/curves/pack'
import type { SeriesName } from '@shared/metrics'
import { createRun } from '../../../fixtures/test-app'
import { arrangeCharts } from './compared-charts'
import { findExtent, limitRange, listSeries } from './look'

const all: SeriesName[] = ['train/loss', 'validation/loss', 'train/accuracy']

function createCurve(runId: string, series: SeriesName, to = 100): RunCurve {
  const points = { x: Float64Array.of(1, to), y: Float64Array.of(1, 0) }
  return { runId, series, raw: points, smooth: null, count: 2, extent: [1, to], best: null }
}

function arrange(view: Partial<CurveView> = {}, count = 2) {
  const runs = Array.from({ length: count }, (_, index) =>
    createRun({ id: `r${index}`, name: `run ${index}`, color: index % 10 })
  )
  return arrangeCharts({
    runs,
    visible: runs,
    view: { colorBy: 'run', dashBy: 'part', chartBy: 'metric', ...view },
    getCurves: (runId) => all.map((series) => createCurve(runId, series)),
    getConfig: (runId) => (runId === 'r0' ? 'adam' : null)
  })
}

describe('charts of compared curves', () => {
  it('are one a metric, and a line is called by what tells it from the others', () => {
    const charts = arrange()
    expect(charts.map(({ title, metric }) => [title, metric])).toEqual([
      ['Loss', 'loss'],
      ['Accuracy', 'accuracy']
    ])
    expect(charts[0]?.lines.map(({ label }) => label)).toEqual([
      'run 0 · train',
      'run 0 · validation',
      'run 1 · train',
      'run 1 · validation'
    ])
    expect(charts[1]?.lines.map(({ label }) => label)).toEqual(['run 0', 'run 1'])
    const legend = charts[0]?.legend.map(({ label, look }) => [label, look.colorSlot])
    expect(legend, 'each run and each part once').toEqual([
      ['run 0', 0],
      ['run 1', 1],
      ['train', null],
      ['validation', null]
    ])
    expect(arrange({ colorBy: 'part' })[0]?.legend).toHaveLength(4)
    expect(arrange({ colorBy: 'part' })[0]?.legend[1]?.label).toBe('run 0 · validation')
  })

  it('may be one a run, a part, a value of the configuration, or a single one', () => {
    const titles = (chartBy: CurveView['chartBy']): string[] =>
      arrange({ chartBy }).map(({ title }) => title)
    expect(titles('run')).toEqual(['run 0', 'run 1'])
    expect(titles('part')).toEqual(['Train', 'Validation'])
    expect(titles('none')).toEqual(['All curves'])
    expect(titles('config:training.optimizer.kind')).toEqual([
      'training.optimizer.kind: adam',
      'training.optimizer.kind: not known'
    ])
    expect(arrange({ chartBy: 'none' })[0]?.lines[0]?.label).toBe('run 0 · Loss · train')
  })

  it('tell runs of one colour apart by a marker, and parts by a dash', () => {
    const [loss] = arrange({}, 25)
    const looks = loss?.lines.map(({ style }) => JSON.stringify(style)) ?? []
    expect(new Set(looks).size).toBe(50)
    const styles = loss?.lines.filter(({ part }) => part === 'train').map(({ style }) => style)
    expect([styles?.[3]?.marker, styles?.[13]?.marker, styles?.[23]?.marker]).toEqual([
      'none',
      'square',
      'triangle'
    ])
    expect([styles?.[3]?.colorSlot, styles?.[13]?.colorSlot]).toEqual([3, 3])
  })

  it('colour and dash by whatever is chosen', () => {
    const [chart] = arrange({ colorBy: 'part', dashBy: 'run', chartBy: 'metric' })
    const looks = chart?.lines.map(({ style: { colorSlot, dash } }) => [colorSlot, dash.length])
    expect(looks).toEqual([
      [0, 0],
      [1, 0],
      [0, 2],
      [1, 2]
    ])
  })
})

describe('what is looked at', () => {
  it('lists what any run has recorded, in the order of metrics', () => {
    const records = [
      { latest: { 'train/accuracy': 1 } },
      { latest: { 'train/loss': 1, 'validation/loss': 2 } }
    ]
    expect(listSeries(records)).toEqual(['train/loss', 'validation/loss', 'train/accuracy'])
  })

  it('reaches from the begin of training to the last point; a live axis grows in steps', () => {
    const charts = arrange()
    expect(findExtent(charts, { x: 'step', isLogX: false }, false)).toEqual([0, 100])
    expect(findExtent(charts, { x: 'step', isLogX: true }, false)).toEqual([1, 100])
    expect(findExtent(charts, { x: 'step', isLogX: false }, true)[1]).toBeGreaterThan(100)
  })

  it('is zoomed within its ends, and no closer than numbers can tell', () => {
    expect(limitRange([-5, 50], [0, 100], false)).toEqual([0, 50])
    expect(limitRange([-5, 500], [0, 100], false)).toBeNull()
    const [from, to] = limitRange([50, 50 + 1e-12], [0, 100], false) ?? [0, 0]
    expect(to - from).toBeCloseTo(1e-4, 9)
  })
})
