import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import { NO_MARKS, type RunLabelChange, type RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import { DEFAULT_RUNS_VIEW } from '@shared/runs-table'
import { appClientKey } from '../../app-client'
import { createRun, createTestApp } from '../../fixtures/test-app'
import { createRooms } from '../../router'
import { useComparisonStore } from '../../stores/comparison'
import { useRunsStore } from '../../stores/runs'
import { useRunsTableStore } from '../../stores/runs-table'
import RunsRoom from './RunsRoom.vue'

const COUNT = 1000
const optimizers = ['adam', 'sgd'] as const

let wrapper: VueWrapper | undefined

// jsdom lays nothing out; a list without a height has no rows in sight.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900)
  Element.prototype.scrollTo = () => {}
})
afterEach(() => {
  wrapper?.unmount()
  vi.restoreAllMocks()
})

function createRuns(count: number): RunRecord[] {
  return Array.from({ length: count }, (_, index) =>
    createRun({
      id: `run-${index}`,
      name: `run ${index}`,
      createdAt: 10_000 - index,
      parameters: 1000 * (index % 3),
      elapsedMs: 1000 * index
    })
  )
}

function createFacts({ id }: RunRecord): RunFacts {
  const index = Number(id.slice('run-'.length))
  const best = 0.5 + (index % 10) / 100
  return {
    runId: id,
    config: {
      'training.optimizer.kind': optimizers[index % 2] ?? null,
      'training.optimizer.learningRate': 0.001
    },
    metrics: { 'validation/accuracy': { last: best, best, bestStep: 10, bestEpoch: 1 } },
    msPerStep: 4.2,
    device: 'CPU · 2 cores'
  }
}

/** The store of main, in memory. */
function createStore(records: readonly RunRecord[]) {
  const known = new Map(records.map((record) => [record.id, record]))
  const mark = vi.fn(({ changes }: { changes: RunLabelChange[] }) =>
    changes.map(({ runId, ...change }) => {
      const record = { ...known.get(runId), ...change } as RunRecord
      known.set(runId, record)
      return record
    })
  )
  return { known, mark }
}

async function mountRoom(
  records: readonly RunRecord[],
  handlers: Partial<Handlers<AppContract>> = {}
) {
  const store = createStore(records)
  const test = createTestApp({
    listRuns: () => [...records],
    getRunFacts: ({ runIds }) => records.filter(({ id }) => runIds.includes(id)).map(createFacts),
    markRuns: store.mark,
    ...handlers
  })
  await useRunsStore().load()
  const Host = defineComponent({ render: () => h(TooltipProvider, () => h(RunsRoom)) })
  const router = createRooms(createMemoryHistory())
  const room = mount(Host, {
    attachTo: document.body,
    global: {
      plugins: [test.pinia, router],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  wrapper = room
  await flushPromises()
  const grid = room.get('[role=treegrid]')
  const press = async (key: string, options: KeyboardEventInit = {}): Promise<void> => {
    await grid.trigger('keydown', { key, ...options })
    await flushPromises()
  }
  const names = (): string[] => room.findAll('[data-run-id] .words').map((one) => one.text())
  const marked = (): string[] =>
    room.findAll('[role=row][aria-selected=true]').map((one) => one.attributes('data-run-id') ?? '')
  return { room, grid, press, names, marked, store, test, router }
}

async function pressUndo(key = 'z'): Promise<void> {
  const event = new KeyboardEvent('keydown', {
    key,
    ctrlKey: true,
    bubbles: true,
    cancelable: true
  })
  document.body.dispatchEvent(event)
  await flushPromises()
}

describe('the table of 1,000 runs', () => {
  it('has only the lines in sight in the page, and says how many there are', async () => {
    const { room, grid } = await mountRoom(createRuns(COUNT))
    const rows = room.findAll('[data-run-id]')
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.length).toBeLessThan(50)
    expect(grid.attributes('aria-rowcount')).toBe(String(COUNT + 1))
    expect(room.get('.count').text()).toBe('1,000')
    expect(rows[0]?.text()).toContain('0.5000')
  })

  it('follows the filter as it is typed', async () => {
    const { room, names } = await mountRoom(createRuns(COUNT))
    const field = room.get('input[role=combobox]')
    await field.setValue('"run 99"')
    expect(room.get('.count').text()).toBe('11 of 1,000')
    await field.setValue('"run 99" and optimizer = sgd')
    expect(names().slice(0, 2)).toEqual(['run 99', 'run 991'])
    expect(room.get('.count').text()).toBe('6 of 1,000')
  })

  it('offers what may come next, and takes it by keyboard', async () => {
    const { room, names } = await mountRoom(createRuns(4))
    const field = room.get('input[role=combobox]')
    await field.trigger('focus')
    await field.setValue('optim')
    const options = room.findAll('#runs-filter-list [role=option]')
    expect(options[0]?.text()).toContain('optimizer')
    await field.trigger('keydown', { key: 'ArrowDown' })
    await field.trigger('keydown', { key: 'Enter' })
    expect((field.element as HTMLInputElement).value).toBe('optimizer ')
    await field.setValue('optimizer = sgd')
    expect(names()).toEqual(['run 1', 'run 3'])
  })

  it('says what is wrong with a filter, and finds the filter by its key', async () => {
    const { room } = await mountRoom(createRuns(3))
    const event = new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    await flushPromises()
    const field = room.get('input[role=combobox]')
    expect(document.activeElement).toBe(field.element)
    await field.setValue('parameters >')
    expect(field.attributes('aria-invalid')).toBe('true')
    expect(room.get('#runs-filter-problem').text().length).toBeGreaterThan(10)
  })
})

describe('the keyboard', () => {
  it('moves the cursor, marks, extends, and marks all', async () => {
    const { grid, press, marked, room } = await mountRoom(createRuns(COUNT))
    await press('ArrowDown')
    expect(grid.attributes('aria-activedescendant')).toBe('runs-line-run-1')
    await press(' ')
    expect(marked()).toEqual(['run-1'])
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect(marked()).toEqual(['run-1', 'run-2', 'run-3'])
    await press('a', { ctrlKey: true })
    expect(room.get('[role=toolbar]').text()).toContain('1,000 runs marked')
    await press('Escape')
    expect(marked()).toEqual([])
  })

  it('opens a run in Train', async () => {
    const { press, router } = await mountRoom(createRuns(5))
    await press('ArrowDown')
    await press('Enter')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/train'))
    expect(useRunsStore().selectedId).toBe('run-1')
  })

  it('renames with F2, and takes that back', async () => {
    const { room, press, names, store } = await mountRoom(createRuns(3))
    await press('F2')
    const field = room.get('input[aria-label="Name of the run"]')
    await field.setValue('a better name')
    await field.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(names()[0]).toBe('a better name')
    expect(store.known.get('run-0')?.name).toBe('a better name')
    await pressUndo()
    expect(store.known.get('run-0')?.name).toBe('run 0')
  })

  it('draws a run in every chart, and no longer', async () => {
    const { press } = await mountRoom(createRuns(3))
    const comparison = useComparisonStore()
    await press('v')
    expect(comparison.visible.map(({ id }) => id)).toEqual(['run-0'])
    await press('v')
    expect(comparison.visible).toEqual([])
    expect(comparison.records.map(({ id }) => id)).toEqual(['run-0'])
  })
})

describe('many runs at once', () => {
  it('are archived by one key, taken back by one, and done again', async () => {
    const { room, press, names, store } = await mountRoom(createRuns(COUNT))
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    await press('Delete')
    expect(names().slice(0, 2)).toEqual(['run 3', 'run 4'])
    expect(store.mark).toHaveBeenCalledOnce()
    expect(['run-0', 'run-1', 'run-2'].map((id) => store.known.get(id)?.marks.isArchived)).toEqual([
      true,
      true,
      true
    ])
    await pressUndo()
    expect(names().slice(0, 2)).toEqual(['run 0', 'run 1'])
    expect(store.known.get('run-1')?.marks).toEqual(NO_MARKS)
    await pressUndo('y')
    expect(names()[0]).toBe('run 3')
    expect(room.text()).toContain('Archive 3')
  })

  it('are as they were when main refuses', async () => {
    const markRuns = vi.fn(() => {
      throw new Error('The disk is full.')
    })
    const { press, names } = await mountRoom(createRuns(3), { markRuns })
    await press('Delete')
    expect(names()).toEqual(['run 0', 'run 1', 'run 2'])
    await pressUndo()
    expect(markRuns).toHaveBeenCalledOnce()
  })

  it('are deleted only from the archive, after a question', async () => {
    const archived = createRuns(2).map((run) => ({
      ...run,
      marks: { ...NO_MARKS, isArchived: true }
    }))
    const discardRuns = vi.fn()
    const { press } = await mountRoom(archived, { discardRuns })
    useRunsTableStore().look({ isArchive: true })
    await flushPromises()
    await press('a', { ctrlKey: true })
    await press('Delete')
    const dialog = document.querySelector('[role=alertdialog]')
    expect(dialog?.textContent).toContain('2 runs')
    expect(discardRuns).not.toHaveBeenCalled()
    const buttons = Array.from(dialog?.querySelectorAll('button') ?? [])
    buttons.find(({ textContent }) => textContent?.trim() === 'Delete')?.click()
    await vi.waitFor(() => expect(discardRuns).toHaveBeenCalledOnce())
    expect(discardRuns.mock.calls[0]?.[0]).toEqual({ runIds: ['run-0', 'run-1'] })
  })
})

describe('order and groups', () => {
  it('sorts by several columns with Shift', async () => {
    const { room, names } = await mountRoom(createRuns(7))
    await room.get('[data-column=parameters]').trigger('click')
    await room.get('[data-column=duration]').trigger('click', { shiftKey: true })
    expect(names()).toEqual(['run 5', 'run 2', 'run 4', 'run 1', 'run 6', 'run 3', 'run 0'])
    await room.get('[data-column=duration]').trigger('click', { shiftKey: true })
    expect(names()).toEqual(['run 2', 'run 5', 'run 1', 'run 4', 'run 0', 'run 3', 'run 6'])
  })

  it('groups by a setting, with mean and deviation, and folds', async () => {
    const { room, names, press } = await mountRoom(createRuns(4))
    useRunsTableStore().look({ groupBy: 'training.optimizer.kind' })
    await flushPromises()
    const heads = room.findAll('[role=row][aria-expanded]')
    expect(heads.map((head) => head.text())).toEqual([
      expect.stringContaining('adam'),
      expect.stringContaining('sgd')
    ])
    // adam: 0.50 and 0.52; the sample deviation of two values is their distance over the root of 2.
    expect(heads[0]?.text()).toContain('0.5100 ±0.0141')
    expect(names()).toEqual(['run 0', 'run 2', 'run 1', 'run 3'])
    await press('ArrowLeft')
    expect(names()).toEqual(['run 1', 'run 3'])
  })

  it('shows a run under the one it goes on from, with the step', async () => {
    const [parent, other] = createRuns(2) as [RunRecord, RunRecord]
    const origin = { runId: parent.id, step: 630, epochsDone: 2 }
    const child = createRun({ id: 'run-9', name: 'child', createdAt: 1, origin })
    const { room, names } = await mountRoom([parent, other, child])
    expect(names()).toEqual(['run 0', 'run 1', 'child'])
    useRunsTableStore().look({ isTree: true })
    await flushPromises()
    expect(names()).toEqual(['run 0', 'child', 'run 1'])
    const row = room.get('[data-run-id=run-9]')
    expect(row.attributes('aria-level')).toBe('2')
    expect(row.text()).toContain('from step 630')
  })
})

describe('how the table is looked at', () => {
  it('is kept in the settings under a name, and opened again', async () => {
    const updateSettings = vi.fn()
    const { room } = await mountRoom(createRuns(3), { updateSettings })
    const table = useRunsTableStore()
    table.look({ filter: 'run 1' })
    table.saveView('only one')
    table.reset()
    expect(table.view).toEqual(DEFAULT_RUNS_VIEW)
    table.openView('only one')
    expect(table.view.filter).toBe('run 1')
    await flushPromises()
    expect(room.get('.count').text()).toBe('1 of 3')
    await vi.waitFor(() => expect(updateSettings).toHaveBeenCalled())
    const [patch] = updateSettings.mock.calls[0] as [{ runsTable: { views: unknown[] } }]
    expect(patch.runsTable).toMatchObject({
      view: { filter: 'run 1' },
      views: [{ name: 'only one' }]
    })
  })
})
