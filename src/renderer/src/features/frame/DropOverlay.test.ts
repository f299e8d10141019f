import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { parseExperimentText } from '@shared/experiment'
import { appClientKey } from '../../app-client'
import type { AppContract } from '@shared/contract/app'
import { UserError, type Handlers } from '@shared/contract/define'
import { createExperiment, createRun, createTestApp } from '../../fixtures/test-app'
import { useExperimentsStore } from '../../stores/experiments'
import { createRooms } from '../../router'
import { useMessagesStore } from '../../stores/messages'
import { useImportsStore } from '../../stores/imports'
import { useRunFilesStore } from '../../stores/run-files'
import { useRunsStore } from '../../stores/runs'
import DropOverlay from './DropOverlay.vue'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

function mountOverlay(handlers: Partial<Handlers<AppContract>> = {}): VueWrapper {
  const test = createTestApp({
    ...handlers,
    importExperiment: ({ fileName, text }) => ({
      id: 'dropped',
      source: 'opened',
      experiment: parseExperimentText(text, fileName)
    })
  })
  wrapper = mount(DropOverlay, {
    global: {
      plugins: [test.pinia, createRooms(createMemoryHistory())],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  return wrapper
}

/** jsdom has no DataTransfer. */
function fire(type: string, files: readonly File[], types: readonly string[] = ['Files']): Event {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { files, types }, relatedTarget: null })
  window.dispatchEvent(event)
  return event
}

/** As the older Electron tells it: with its place. */
const onDisk = (name: string): File => Object.assign(file(name, ''), { path: `/disk/${name}` })

const file = (name: string, text: string): File => new File([text], name)

describe('dropping on the window', () => {
  it('opens an experiment and chooses it', async () => {
    mountOverlay()
    fire('drop', [file('small.json', JSON.stringify(createExperiment({ name: 'dropped one' })))])
    const experiments = useExperimentsStore()
    await vi.waitFor(() => expect(experiments.chosen?.experiment.name).toBe('dropped one'))
  })

  it('keeps the sentence of a wrong file until it is dismissed, and changes nothing', async () => {
    mountOverlay()
    fire('drop', [file('notes.json', '{"version": 1}')])
    const messages = useMessagesStore()
    await vi.waitFor(() => expect(messages.messages[0]?.text).toContain('notes.json: '))
    expect(messages.messages[0]?.kind).toBe('error')
    expect(useExperimentsStore().chosen).toBeNull()
  })

  it('refuses a file that is too large without reading it', async () => {
    mountOverlay()
    const large = file('weights.json', 'x'.repeat(1_100_000))
    const read = vi.spyOn(large, 'text')
    fire('drop', [large])
    await vi.waitFor(() => expect(useMessagesStore().messages[0]?.text).toContain('too large'))
    expect(read).not.toHaveBeenCalled()
  })

  it('takes in runs, one by one where a damaged one must not keep the others out', async () => {
    const asked: (readonly string[])[] = []
    mountOverlay({
      findRunFiles: ({ paths }) => ({
        paths: paths.filter((path) => !path.endsWith('.png')),
        unsearched: []
      }),
      importRuns: ({ paths = [] }) => {
        asked.push(paths)
        if (paths[0]?.endsWith('bad.receptive')) throw new UserError('bad.receptive is cut off.')
        return paths.map((path) => createRun({ id: path, name: path, importedFrom: path }))
      }
    })
    const names = [
      'bad.receptive',
      'good.receptive',
      'events.out.tfevents.1',
      'events.out.tfevents.2'
    ]
    fire('drop', names.map(onDisk))
    const messages = useMessagesStore()
    await vi.waitFor(() => expect(asked).toHaveLength(3))
    expect(asked).toEqual([
      ['/disk/bad.receptive'],
      ['/disk/good.receptive'],
      ['/disk/events.out.tfevents.1', '/disk/events.out.tfevents.2']
    ])
    await vi.waitFor(() =>
      expect(messages.messages.map(({ kind, text }) => [kind, text])).toEqual([
        ['error', 'bad.receptive is cut off.'],
        ['notice', 'Imported "/disk/good.receptive".'],
        ['notice', 'Imported 2 runs.']
      ])
    )
    expect(useRunsStore().selectedId).toBe('/disk/events.out.tfevents.2')
  })

  it('ends with the import at work when that is cancelled, and imports no data set instead', async () => {
    const asked: (readonly string[])[] = []
    mountOverlay({
      findRunFiles: ({ paths }) => ({ paths, unsearched: [] }),
      importRuns: async ({ paths = [] }) => {
        asked.push(paths)
        await useRunFilesStore().cancel()
        return paths.map((path) => createRun({ id: path, name: path, importedFrom: path }))
      },
      cancelRunFiles: () => undefined
    })
    fire('drop', ['a.receptive', 'b.receptive'].map(onDisk))
    const messages = useMessagesStore()
    await vi.waitFor(() =>
      expect(messages.messages.map(({ text }) => text)).toEqual([
        'The import was cancelled. Imported "/disk/a.receptive".'
      ])
    )
    expect(asked).toEqual([['/disk/a.receptive']])
  })

  it('does nothing more when the search for runs is cancelled', async () => {
    const find = vi.fn(() => null)
    mountOverlay({ findRunFiles: find })
    fire('drop', [onDisk('everything')])
    await vi.waitFor(() => expect(find).toHaveBeenCalled())
    await vi.waitFor(() => expect(useRunFilesStore().working).toEqual([]))
    expect(useMessagesStore().messages).toEqual([])
    expect(useImportsStore().outcome).toBeNull()
  })

  it('says of a folder that was not looked through that it was not, when it is no data set either', async () => {
    const sentence = '/disk/everything holds more than 200,000 files and folders.'
    mountOverlay({
      findRunFiles: () => ({ paths: [], unsearched: [sentence] }),
      importDataset: () => {
        throw new UserError('It holds no pictures.')
      }
    })
    fire('drop', [onDisk('everything')])
    await vi.waitFor(() =>
      expect(useImportsStore().outcome).toEqual({
        kind: 'failed',
        text: 'It holds no pictures.',
        notes: [sentence]
      })
    )
  })

  it('never lets the browser open what is dropped', () => {
    mountOverlay()
    expect(fire('dragover', []).defaultPrevented).toBe(true)
    expect(fire('drop', [], ['text/uri-list']).defaultPrevented).toBe(true)
  })

  it('says what may be dropped while files hang over the window', async () => {
    const overlay = mountOverlay()
    fire('dragover', [])
    await vi.waitFor(() => expect(overlay.text()).toContain('Drop an experiment or a model'))
    fire('dragleave', [])
    await vi.waitFor(() => expect(overlay.text()).toBe(''))
  })
})
