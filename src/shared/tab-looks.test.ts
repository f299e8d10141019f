import { describe, expect, it } from 'vitest'
import { comparisonSchema, NO_COMPARISON } from './comparison'
import { comparisonViewsSchema } from './comparison-views'
import { DEFAULT_CURVE_VIEW } from './curves/curve-view'
import { defaultSettings, settingsPatchSchema, settingsSchema } from './settings'
import { DEFAULT_TAB_LOOKS, leavePlaces, tabLooksSchema, type TabLooks } from './tab-looks'

/** As it was stored before tabs kept their looks. */
const old = {
  runIds: ['a', 'b'],
  baseId: 'b',
  hiddenIds: [],
  tab: 'parallel',
  part: 'test',
  moment: 'end'
}

const looks: TabLooks = {
  curves: { x: [10, 20], y: { loss: [0, 1] } },
  differences: { kind: 'layers', onlyDifferences: false },
  scores: { moment: 'epoch', epoch: 3, isTransposed: true, classScore: 'f1' },
  parallel: {
    kind: 'scatter',
    axes: ['training.batchSize', 'result.test.accuracy'],
    brushes: { 'training.batchSize': { from: 0, to: 0.5 } },
    color: 'training.batchSize',
    x: null,
    y: 'result.test.accuracy',
    score: 'result.test.accuracy'
  }
}

describe('the looks of the tabs', () => {
  it('are those of the beginning in settings and views from before they were kept', () => {
    const { comparison } = settingsSchema.parse({ comparison: old })
    expect(comparison).toEqual({ ...old, looks: DEFAULT_TAB_LOOKS })
    const view = { name: 'A', slug: 'a', comparison: old, curveView: DEFAULT_CURVE_VIEW }
    const [read] = comparisonViewsSchema.parse([view])
    expect(read?.comparison).toEqual(comparison)
    expect(defaultSettings.comparison.looks).toEqual(DEFAULT_TAB_LOOKS)
  })

  it('are read as they were stored, and what is missing of them is as in the beginning', () => {
    const stored: unknown = JSON.parse(JSON.stringify({ ...old, looks }))
    expect(comparisonSchema.parse(stored).looks).toEqual(looks)
    expect(tabLooksSchema.parse({ parallel: { kind: 'importance' } })).toEqual({
      ...DEFAULT_TAB_LOOKS,
      parallel: { ...DEFAULT_TAB_LOOKS.parallel, kind: 'importance' }
    })
  })

  it.each([
    { curves: { x: [0, Infinity] } },
    { curves: { x: [1] } },
    { scores: { epoch: 0 } },
    { parallel: { brushes: { a: { from: -1, to: 2 } } } },
    { parallel: { axes: ['x'.repeat(2000)] } },
    { differences: { kind: 'all' } }
  ])('are refused where nobody can have chosen them: %j', (wrong) => {
    const patch = { comparison: { ...NO_COMPARISON, looks: wrong } }
    expect(settingsPatchSchema.safeParse(patch).success).toBe(false)
  })

  it('lose zoom and brushes with their runs, and nothing else', () => {
    expect(leavePlaces(looks)).toEqual({
      ...looks,
      curves: { x: null, y: {} },
      parallel: { ...looks.parallel, brushes: {} }
    })
  })
})
