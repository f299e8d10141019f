import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunFacts } from '@shared/run-facts'
import { UNKNOWN_DATASET, type RunRecord } from '@shared/run'
import { appClientKey } from '../../../app-client'
import { createRun, createTestApp } from '../../../fixtures/test-app'
import { useComparisonStore } from '../../../stores/comparison'
import { useRunsStore } from '../../../stores/runs'
import { useSettingsStore } from '../../../stores/settings'
import ParallelTab from './ParallelTab.vue'

const rates = [0.1, 0.01, 0.001, 0.0001]
const ids = ['a', 'b', 'c', 'd']

function createRecords(count: number): RunRecord[] {
  return Array.from({ length: count }, (_, index) =>
    createRun({
      id: ids[index] ?? `run-${index}`,
      name: `run ${ids[index] ?? index}`,
      color: index % 10,
      test: { accuracy: 0.5 + (index % 4) / 10 + index / 1000, loss: 1, examples: 100 }
    })
  )
}

const createForeign = (id: string): RunRecord =>
  createRun({
    id,
    name: id,
    datasetId: UNKNOWN_DATASET,
    test: { accuracy: 0.4, loss: 1, examples: 100 }
  })

const getRunFacts = ({ runIds }: { runIds: string[] }): RunFacts[] =>
  runIds.map((runId, index) => ({
    runId,
    config: runId.startsWith('foreign')
      ? {}
      : {
          'dataset.id': 'mnist',
          'training.optimizer.kind': index % 2 === 0 ? 'adam' : 'sgd',
          'training.optimizer.learningRate': rates[index % 4] ?? 0,
          ...(runId === 'd' ? {} : { 'training.momentum': index / 10 })
        },
    metrics: {},
    msPerStep: null,
    device: null
  }))

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function mountTab(count = 4, foreign: readonly string[] = []): Promise<VueWrapper> {
  const records = [...createRecords(count), ...foreign.map((id) => createForeign(id))]
  const test = createTestApp({ listRuns: () => records, getRunFacts })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  useComparisonStore().set(records.map(({ id }) => id))
  remount = () =>
    mount(ParallelTab, {
      attachTo: document.body,
      global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
    })
  return mountAgain()
}

let remount: () => VueWrapper

/** As it is after another tab was looked at, or after a restart. */
async function mountAgain(): Promise<VueWrapper> {
  wrapper?.unmount()
  wrapper = remount()
  await vi.waitFor(() => expect(wrapper?.text()).not.toContain('Reading'))
  return wrapper
}

const headsOf = (tab: VueWrapper): string[] => tab.findAll('button.head').map((one) => one.text())
const keptOf = (tab: VueWrapper): string[] => tab.findAll('table tbody th').map((one) => one.text())
const bound = (tab: VueWrapper, label: string) => tab.get(`[aria-label="${label} bound"]`)
const button = (tab: VueWrapper, label: string) => {
  const found = tab.findAll('button').find((one) => one.text() === label)
  if (!found) throw new Error(`There is no button '${label}'.`)
  return found
}

describe('parallel coordinates', () => {
  it('have an axis for each setting that differs and for the score, and a line for each run', async () => {
    const tab = await mountTab()
    expect(headsOf(tab)).toEqual([
      'optimizer.kind',
      'optimizer.learningRate',
      'momentum',
      'Test accuracy'
    ])
    expect(tab.findAll('path[data-run]')).toHaveLength(4)
    expect(tab.text()).toContain('no value')
    expect(keptOf(tab)).toEqual(['run a', 'run b', 'run c', 'run d'])
  })

  it('keep what is within the bounds that keys move from run to run', async () => {
    const tab = await mountTab()
    const lower = bound(tab, 'optimizer.learningRate, lower')
    await lower.trigger('keydown', { key: 'ArrowUp' })
    expect(lower.attributes('aria-valuetext')).toBe('0.001')
    expect(keptOf(tab)).toEqual(['run a', 'run b', 'run c'])
    await bound(tab, 'optimizer.learningRate, upper').trigger('keydown', { key: 'ArrowDown' })
    expect(keptOf(tab)).toEqual(['run b', 'run c'])
    expect(tab.findAll('path.kept').map((one) => one.attributes('data-run'))).toEqual(['b', 'c'])
    await lower.trigger('keydown', { key: 'Escape' })
    expect(keptOf(tab)).toHaveLength(4)
  })

  it('keep what a drag covers, and leave out runs without a value there', async () => {
    const tab = await mountTab()
    const strip = tab.get('rect[data-axis="training.momentum"]')
    // The plot is 320 high in a page without a layout: 290 is the lower end, 34 the upper one.
    await strip.trigger('pointerdown', { button: 0, clientY: 295 })
    await strip.trigger('pointermove', { clientY: 100 })
    await strip.trigger('pointerup', { clientY: 150 })
    expect(keptOf(tab)).toEqual(['run a', 'run b'])
    await strip.trigger('pointerdown', { button: 0, clientY: 200 })
    await strip.trigger('pointerup', { clientY: 200 })
    expect(keptOf(tab)).toHaveLength(4)
  })

  it('become the comparison, and it is brought back', async () => {
    const tab = await mountTab()
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    await button(tab, 'Keep these 3').trigger('click')
    const comparison = useComparisonStore()
    await vi.waitFor(() => expect(comparison.records.map(({ id }) => id)).toEqual(['b', 'c', 'd']))
    await button(tab, 'Bring back all 4').trigger('click')
    await vi.waitFor(() => expect(comparison.records.map(({ id }) => id)).toEqual(ids))
  })

  it('are narrowed twice, and all of the first are brought back', async () => {
    const tab = await mountTab()
    const comparison = useComparisonStore()
    const comparedIds = () => comparison.records.map(({ id }) => id)
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    await button(tab, 'Keep these 3').trigger('click')
    await vi.waitFor(() => expect(comparedIds()).toEqual(['b', 'c', 'd']))
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    await button(tab, 'Keep these 2').trigger('click')
    await vi.waitFor(() => expect(comparedIds()).toEqual(['c', 'd']))
    await button(tab, 'Bring back all 4').trigger('click')
    await vi.waitFor(() => expect(comparedIds()).toEqual(ids))
  })

  it('have their axes moved by keys', async () => {
    const tab = await mountTab()
    await tab.get('button.head').trigger('keydown', { key: 'ArrowRight' })
    expect(headsOf(tab).slice(0, 2)).toEqual(['optimizer.learningRate', 'optimizer.kind'])
  })

  it('are coloured by a score, with what the colours mean', async () => {
    const tab = await mountTab()
    await tab.get('select').setValue('result.test.accuracy')
    const [worst] = tab.findAll('path[data-run="a"]')
    const [best] = tab.findAll('path[data-run="d"]')
    expect(worst?.attributes('style')).toContain('--ramp-0')
    expect(best?.attributes('style')).toContain('--ramp-4')
    expect(tab.findAll('[aria-label="Colours"] li')).toHaveLength(5)
  })

  it('are listed in the order of a column', async () => {
    const tab = await mountTab()
    await button(tab, 'momentum').trigger('click')
    const sort = tab.findAll('button.sort').find((one) => one.text().startsWith('momentum'))
    await sort?.trigger('click')
    expect(keptOf(tab)).toEqual(['run c', 'run b', 'run a', 'run d'])
    await sort?.trigger('click')
    expect(keptOf(tab)).toEqual(['run a', 'run b', 'run c', 'run d'])
  })

  it('have the axes of the others beside a run of another program, which tells no settings', async () => {
    const tab = await mountTab(4, ['foreign 1'])
    expect(headsOf(tab)).toEqual([
      'optimizer.kind',
      'optimizer.learningRate',
      'momentum',
      'Test accuracy'
    ])
    expect(keptOf(tab)).toHaveLength(5)
  })

  it('say so of runs of other programs alone, which differ in their scores', async () => {
    const tab = await mountTab(1, ['foreign 1', 'foreign 2'])
    expect(tab.findAll('button.head')).toEqual([])
    expect(tab.text()).toContain('Choose at least two axes above.')
  })

  it('say what they need when there is one run', async () => {
    const tab = await mountTab(1)
    expect(tab.text()).toContain('Add a second run above')
  })
})

describe('what was chosen', () => {
  it('is there when the tab is opened again: axes, their order, brushes and colour', async () => {
    const tab = await mountTab()
    await tab.get('button.head').trigger('keydown', { key: 'ArrowRight' })
    await tab.get('select').setValue('result.test.accuracy')
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    const again = await mountAgain()
    expect(headsOf(again).slice(0, 2)).toEqual(['optimizer.learningRate', 'optimizer.kind'])
    expect(keptOf(again)).toEqual(['run b', 'run c', 'run d'])
    expect(again.get('select').element.value).toBe('result.test.accuracy')
  })

  it('is the kind of look, too, with its own axes and score', async () => {
    const tab = await mountTab()
    await button(tab, 'Scatter').trigger('click')
    await tab.findAll('select')[0]?.setValue('training.momentum')
    const again = await mountAgain()
    expect(again.findAll('select')[0]?.element.value).toBe('training.momentum')
    await button(again, 'Importance').trigger('click')
    const last = await mountAgain()
    expect(button(last, 'Importance').attributes('aria-pressed')).toBe('true')
  })

  it('is passed over where it is of an axis that is gone', async () => {
    const tab = await mountTab()
    const gone = 'training.gone'
    const { looks, setLook } = useComparisonStore()
    const brushes = { [gone]: { from: 0, to: 0.1 } }
    const axes = [gone, 'training.momentum', 'result.test.accuracy']
    setLook('parallel', { ...looks.parallel, axes, brushes, color: gone, x: gone })
    await vi.waitFor(() => expect(headsOf(tab)).toEqual(['momentum', 'Test accuracy']))
    expect(keptOf(tab)).toHaveLength(4)
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    await mountAgain()
    const kept = useComparisonStore().looks.parallel.brushes
    expect(Object.keys(kept)).toEqual(['result.test.accuracy'])
  })

  it('is kept but for the brushes when other runs are compared', async () => {
    const tab = await mountTab()
    await tab.get('button.head').trigger('keydown', { key: 'ArrowRight' })
    await bound(tab, 'Test accuracy, lower').trigger('keydown', { key: 'ArrowUp' })
    wrapper?.unmount()
    useComparisonStore().set(['b', 'c', 'd'])
    const again = await mountAgain()
    expect(keptOf(again)).toHaveLength(3)
    expect(headsOf(again)[0]).toBe('optimizer.learningRate')
  })
})

describe('the points', () => {
  it('say their run and values, and how many runs have no place', async () => {
    const tab = await mountTab()
    await button(tab, 'Scatter').trigger('click')
    const [across] = tab.findAll('select')
    await across?.setValue('training.momentum')
    expect(tab.findAll('circle').map((one) => one.attributes('aria-label'))).toEqual([
      'run a: momentum 0, Test accuracy 0.5000',
      'run b: momentum 0.1, Test accuracy 0.6010',
      'run c: momentum 0.2, Test accuracy 0.7020'
    ])
    expect(tab.text()).toContain('1 run has no value here.')
  })

  it('are gone through by arrow keys', async () => {
    const tab = await mountTab()
    await button(tab, 'Scatter').trigger('click')
    const first = tab.get<SVGElement>('circle[tabindex="0"]')
    first.element.focus()
    const names = tab.findAll('circle').map((one) => one.attributes('aria-label'))
    await first.trigger('keydown', { key: 'ArrowRight' })
    await vi.waitFor(() =>
      expect(document.activeElement?.getAttribute('aria-label')).toBe(names[1])
    )
  })
})

describe('importance', () => {
  it('says nothing of four runs', async () => {
    const tab = await mountTab()
    await button(tab, 'Importance').trigger('click')
    await vi.waitFor(() =>
      expect(tab.text()).toContain('4 runs have this score. From fewer than 8')
    )
  })

  it('names the rate first, which the score follows, and what could be chance', async () => {
    const tab = await mountTab(12)
    await button(tab, 'Importance').trigger('click')
    await vi.waitFor(() => expect(tab.findAll('tbody tr').length).toBeGreaterThan(1))
    const [first] = tab.findAll('tbody tr')
    expect(first?.get('th').text()).toBe('optimizer.learningRate')
    expect(first?.text()).toContain('↘ falls with it, less is better')
    expect(tab.findAll('tr.faint').length).toBeGreaterThan(0)
    expect(tab.text()).toContain('needs 20 runs')
  })
})
