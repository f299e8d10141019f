import { describe, expect, it } from 'vitest'
import type { ComparisonView, ComparisonViews } from '@shared/comparison-views'
import { UserError } from '@shared/contract/define'
import { createRun, createTestApp } from '../fixtures/test-app'
import { useComparisonStore } from './comparison'
import { useComparisonViewsStore } from './comparison-views'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

async function open() {
  let stored: ComparisonViews = []
  let failure: string | null = null
  createTestApp({
    listRuns: () => ['a', 'b', 'c'].map((id) => createRun({ id })),
    getComparisonViews: () => ({ views: [...stored], problem: null }),
    async setComparisonViews(wanted) {
      // The disk takes its time: who asks meanwhile must wait.
      await new Promise((resolve) => setTimeout(resolve))
      if (failure !== null) throw new UserError(failure)
      stored = wanted.views
    }
  })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  const comparison = useComparisonStore()
  comparison.set(['a', 'b', 'c'])
  const views = useComparisonViewsStore()
  await views.load()
  const view = (name: string): ComparisonView => {
    const found = views.views.find((one) => one.name === name)
    if (!found) throw new Error(`There is no view '${name}'.`)
    return found
  }
  return {
    comparison,
    views,
    view,
    names: () => stored.map(({ name }) => name),
    runIds: () => comparison.records.map(({ id }) => id),
    fail: (text: string | null) => void (failure = text)
  }
}

describe('changes of the list of views', () => {
  it('are taken back one after another, and done again', async () => {
    const { views, view, names } = await open()
    await views.save('A')
    await views.save('B')
    await views.remove(view('A'))
    await views.remove(view('B'))
    expect(names()).toEqual([])
    await views.undo()
    expect(names()).toEqual(['B'])
    expect(views.undoText).toBe('Deleted “A”.')
    await views.undo()
    expect(names()).toEqual(['A', 'B'])
    await views.redo()
    expect(names()).toEqual(['B'])
    await views.undo()
    await views.undo()
    await views.undo()
    expect(names()).toEqual([])
    expect(views.undoText).toBeNull()
    await views.undo()
    expect(names()).toEqual([])
  })

  it('are all kept, however quickly they follow one another', async () => {
    const { views, view, names } = await open()
    await Promise.all([views.save('A'), views.save('B'), views.save('C')])
    expect(names()).toEqual(['A', 'B', 'C'])
    await Promise.all([views.remove(view('A')), views.rename(view('B'), 'Two')])
    expect(names()).toEqual(['Two', 'C'])
    await Promise.all([views.undo(), views.undo()])
    expect(names()).toEqual(['A', 'B', 'C'])
  })

  it('leave the view that was opened after them open when they are taken back', async () => {
    const { comparison, views, view, runIds } = await open()
    await views.save('B')
    comparison.remove('c')
    await views.save('A')
    await views.rename(view('A'), 'First')
    views.open(view('B'))
    await views.undo()
    expect(views.current?.name).toBe('B')
    expect(runIds()).toEqual(['a', 'b', 'c'])
    expect(views.isChanged).toBe(false)
  })

  it('open again the view that was open before them', async () => {
    const { views, view } = await open()
    await views.save('A')
    await views.save('B')
    await views.rename(view('B'), 'C')
    expect(views.current?.name).toBe('C')
    await views.undo()
    expect(views.current?.name).toBe('B')
    await views.undo()
    expect(views.current?.name).toBe('A')
  })

  it('give what is looked at no other name, though a view gets the link of a deleted one', async () => {
    const { comparison, views, view } = await open()
    await views.save('B')
    comparison.remove('c')
    await views.save('A')
    comparison.remove('b')
    views.open(view('B'))
    await views.remove(view('A'))
    await views.remove(view('B'))
    await views.save('C')
    await views.rename(view('C'), 'A')
    views.goBack()
    expect(views.current).toBeNull()
    comparison.show({ ...useSettingsStore().values.comparison }, 'a')
    await views.remove(view('A'))
    await views.save('C')
    await views.undo()
    await views.undo()
    expect(views.current?.name).toBe('A')
  })

  it('can still be taken back, and others be made, after one could not be stored', async () => {
    const { views, view, names, fail } = await open()
    await views.save('A')
    fail('The disk is full.')
    await expect(views.remove(view('A'))).rejects.toThrow('The disk is full.')
    await expect(views.undo()).rejects.toThrow('The disk is full.')
    fail(null)
    await views.save('B')
    expect(names()).toEqual(['A', 'B'])
    await views.undo()
    await views.undo()
    expect(names()).toEqual([])
  })
})

describe('a comparison that no view has', () => {
  it('is gone back to after a view was opened over it, with its view', async () => {
    const { comparison, views, view, runIds } = await open()
    await views.save('A')
    comparison.remove('c')
    await views.save('B')
    comparison.setBase('b')
    expect(views.canGoBack).toBe(false)
    views.open(view('A'))
    expect(runIds()).toEqual(['a', 'b', 'c'])
    views.goBack()
    expect(runIds()).toEqual(['a', 'b'])
    expect(comparison.base?.id).toBe('b')
    expect(views.current?.name).toBe('B')
    expect(views.isChanged).toBe(true)
    // A has what was shown before: there is nothing to go forth to.
    expect(views.canGoBack).toBe(false)
  })

  it('takes turns with another one, and outlasts views that are only looked at', async () => {
    const { comparison, views, view, runIds } = await open()
    await views.save('A')
    await views.save('B')
    comparison.set(['c'])
    views.open(view('A'))
    views.open(view('B'))
    comparison.remove('a')
    views.goBack()
    expect(runIds()).toEqual(['c'])
    expect(views.current).toBeNull()
    views.goBack()
    expect(runIds()).toEqual(['b', 'c'])
    expect(views.current?.name).toBe('B')
  })
})
