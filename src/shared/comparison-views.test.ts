import { describe, expect, it } from 'vitest'
import { NO_COMPARISON } from './comparison'
import {
  comparisonViewsSchema,
  findView,
  isSameLook,
  linkOf,
  makeSlug,
  removeView,
  renameView,
  saveView,
  searchViews,
  type ComparisonLook
} from './comparison-views'
import { DEFAULT_CURVE_VIEW } from './curves/curve-view'
import type { TabLooks } from './tab-looks'

const look = (changes: Partial<ComparisonLook['comparison']> = {}): ComparisonLook => ({
  comparison: { ...NO_COMPARISON, runIds: ['a', 'b'], ...changes },
  curveView: DEFAULT_CURVE_VIEW
})
const save = (...names: string[]) =>
  names.reduce<ReturnType<typeof saveView>>((views, name) => saveView(views, name, look()), [])

describe('the link of a view', () => {
  it.each([
    ['Dropout against BatchNorm', 'dropout-against-batchnorm'],
    ['  Größe: β = 0.9! ', 'größe-β-0-9'],
    ['数字と犬 №1', '数字と犬-no1'],
    ['cafe\u0301', 'café'],
    ['ＷＩＤＥ', 'wide'],
    ['हिन्दी', 'हिन्दी'],
    ['🦊 / ..', 'view']
  ])('of %j is %j', (name, slug) => {
    expect(makeSlug(name, [])).toBe(slug)
  })

  it('is another one where it is taken', () => {
    expect(save('A b', 'a-b', 'A.B').map(linkOf)).toEqual([
      'compare/a-b',
      'compare/a-b-2',
      'compare/a-b-3'
    ])
  })

  it('finds its view however it is written', () => {
    const views = save('Größe', 'Café')
    const found = ['compare/größe', 'GRÖSSE', 'grO\u0308ße', ' compare/cafe\u0301 '].map(
      (link) => findView(views, link)?.name
    )
    expect(found).toEqual(['Größe', undefined, 'Größe', 'Café'])
  })
})

describe('the list of views', () => {
  it('has a view replaced by one of its name, which keeps its place and its link', () => {
    const views = saveView(save('A!', 'A', 'B'), ' A ', look({ tab: 'scores' }))
    expect(views.map(({ slug, comparison }) => [slug, comparison.tab])).toEqual([
      ['a', 'curves'],
      ['a-2', 'scores'],
      ['b', 'curves']
    ])
  })

  it('gives a renamed view the link of its new name', () => {
    const views = renameView(save('A', 'B'), 'b', ' a ')
    expect(views.map(({ name, slug }) => [name, slug])).toEqual([
      ['A', 'a'],
      ['a', 'a-2']
    ])
    expect(renameView(views, 'a-2', 'A 2').at(-1)?.slug).toBe('a-2')
  })

  it('loses a removed view, and no other one', () => {
    expect(removeView(save('A', 'B'), 'a').map(({ name }) => name)).toEqual(['B'])
  })

  it('is searched by words of the name and by the link', () => {
    const views = save('Dropout against BatchNorm', 'Learning rates')
    const names = ['norm drop', 'RATES', 'compare/dropout-against-batchnorm', 'x', ''].map(
      (typed) => searchViews(views, typed).map(({ name }) => name)
    )
    expect(names).toEqual([
      ['Dropout against BatchNorm'],
      ['Learning rates'],
      ['Dropout against BatchNorm'],
      [],
      ['Dropout against BatchNorm', 'Learning rates']
    ])
  })

  it('is stored with one view a link only', () => {
    const [view] = save('A')
    expect(comparisonViewsSchema.safeParse([view]).success).toBe(true)
    expect(comparisonViewsSchema.safeParse([view, view]).success).toBe(false)
  })
})

it('takes two looks for the same in whatever order things were hidden', () => {
  const hidden = look({ hiddenIds: ['a', 'b'] })
  expect(isSameLook(hidden, look({ hiddenIds: ['b', 'a'] }))).toBe(true)
  expect(isSameLook(hidden, look({ hiddenIds: ['b'] }))).toBe(false)
  expect(isSameLook(look(), look({ part: 'validation' }))).toBe(false)
  expect(
    isSameLook(look(), { ...look(), curveView: { ...DEFAULT_CURVE_VIEW, isLogX: true } })
  ).toBe(false)
})

it('takes looks for others by any part of a tab, in whatever order its parts were stored', () => {
  const { looks } = NO_COMPARISON
  const brushed = (brushes: TabLooks['parallel']['brushes']) =>
    look({ looks: { ...looks, parallel: { ...looks.parallel, brushes } } })
  const [a, b] = [
    { from: 0, to: 0.5 },
    { from: 0.5, to: 1 }
  ]
  expect(isSameLook(brushed({ a, b }), brushed({ b, a }))).toBe(true)
  expect(isSameLook(brushed({ a, b }), brushed({ a: b, b: a }))).toBe(false)
  for (const changed of [
    { ...looks, curves: { ...looks.curves, x: [1, 2] as [number, number] } },
    { ...looks, differences: { ...looks.differences, onlyDifferences: false } },
    { ...looks, scores: { ...looks.scores, moment: 'best' as const } },
    { ...looks, parallel: { ...looks.parallel, axes: ['x'] } }
  ]) {
    expect(isSameLook(look(), look({ looks: changed }))).toBe(false)
  }
})
