import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { appClientKey } from '../../app-client'
import { createTestApp } from '../../fixtures/test-app'
import { runExportChoices, useRunFilesStore } from '../../stores/run-files'
import RunFilesProgress from './RunFilesProgress.vue'

const [choice] = runExportChoices
const never = (): Promise<never> => new Promise(() => undefined)

let wrapper: VueWrapper | undefined
beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  wrapper?.unmount()
  vi.useRealTimers()
})

function mountProgress() {
  const cancel = vi.fn()
  const test = createTestApp({
    importRuns: never,
    exportRun: never,
    exportRuns: never,
    cancelRunFiles: cancel
  })
  const progress = mount(RunFilesProgress, {
    global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
  })
  wrapper = progress
  const files = useRunFilesStore()
  const exportRuns = (count: number): void => {
    const runIds = Array.from({ length: count }, (_, index) => `run-${index}`)
    if (choice) void files.exportRuns(runIds, choice)
  }
  const settle = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(1100)
    await flushPromises()
  }
  return { progress, test, files, exportRuns, settle, cancel }
}

describe('runs that come and go at once', () => {
  it('each have their own words, the export its own numbers, and what is cancelled is said', async () => {
    const { progress, test, files, exportRuns, settle, cancel } = mountProgress()
    exportRuns(600)
    await settle()
    expect(progress.get('[role=status]').text()).toBe('Exporting runs: 0 of 600')
    expect(progress.get('button').text()).toBe('Cancel')
    void files.importPaths(['a.csv'])
    test.emit('onRunExportProgress', { done: 3, total: 600 })
    await settle()
    expect(progress.get('[role=status]').text()).toBe('Exporting runs: 3 of 600 · Importing runs…')
    expect(progress.get('button').text()).toBe('Cancel export and import')
    await progress.get('button').trigger('click')
    expect(cancel).toHaveBeenCalledOnce()
  })

  it('can be cancelled while one run leaves alone, which goes on', async () => {
    const { progress, files, exportRuns, settle } = mountProgress()
    void files.importPaths(['a.csv'])
    exportRuns(1)
    await settle()
    expect(progress.get('[role=status]').text()).toBe('Importing runs… · Exporting the run…')
    expect(progress.get('button').text()).toBe('Cancel import')
  })

  it('cannot be cancelled while only one run leaves', async () => {
    const { progress, exportRuns, settle } = mountProgress()
    exportRuns(1)
    await settle()
    expect(progress.find('button').exists()).toBe(false)
  })
})
