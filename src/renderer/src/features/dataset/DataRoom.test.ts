import { mount, type VueWrapper } from '@vue/test-utils'
import { createMemoryHistory } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DatasetStatus } from '@shared/dataset'
import type { ImportedDataset } from '@shared/imported-dataset'
import { appClientKey } from '../../app-client'
import { createTestApp, type TestApp } from '../../fixtures/test-app'
import { createRooms } from '../../router'
import { useDatasetsStore } from '../../stores/datasets'
import { useImportsStore } from '../../stores/imports'
import DataRoom from './DataRoom.vue'

const card = {
  id: 'pets',
  label: 'pets',
  description: 'Your own pictures in 2 classes.',
  imageShape: [64, 64, 3] as [number, number, number],
  classNames: ['cat', 'dog'],
  trainCount: 80,
  testCount: 20,
  licence: 'Not known.',
  citation: 'None.',
  needsFolder: false
}
const pets: DatasetStatus = {
  card,
  folder: '/workspace/datasets/pets',
  isReady: true,
  message: 'Imported from /pictures/pets.',
  imported: { importedAt: 0, source: '/pictures/pets', bytes: 1_228_896, notes: ['A note.'] }
}
const remote: DatasetStatus = {
  card: { ...card, id: 'cifar100', label: 'CIFAR-100' },
  folder: null,
  isReady: false,
  message: 'CIFAR-100 is not imported yet.',
  canDownload: true
}
const imported: ImportedDataset = {
  format: 'receptive-dataset',
  version: 1,
  card,
  importedAt: 0,
  source: '/pictures/pets',
  bytes: 1_228_896,
  report: {
    duplicateCount: 0,
    duplicates: [],
    leakedCount: 0,
    unreadableCount: 1,
    unreadable: [{ name: 'cat/7.jpg', reason: 'it is cut off' }],
    notes: []
  }
}

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function openRoom(
  handlers: Parameters<typeof createTestApp>[0],
  statuses: DatasetStatus[] = [pets, remote]
): Promise<{ room: VueWrapper; test: TestApp }> {
  const test = createTestApp({ listDatasets: () => statuses, ...handlers })
  wrapper = mount(DataRoom, {
    global: {
      plugins: [test.pinia, createRooms(createMemoryHistory())],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  await useDatasetsStore().load()
  return { room: wrapper, test }
}

function button(room: VueWrapper, name: string) {
  const found = room.findAll('button').find((one) => one.text() === name)
  if (!found) throw new Error(`There is no button '${name}'.`)
  return found
}

describe('the Data room', () => {
  it('shows how far an import is with the time left, then what it found', async () => {
    let finish: (set: ImportedDataset) => void = () => undefined
    const { room, test } = await openRoom({
      importDataset: () => new Promise<ImportedDataset>((resolve) => (finish = resolve))
    })
    await button(room, 'Import folder…').trigger('click')
    test.emit('onImportProgress', {
      phase: 'Reading pictures',
      done: 12_000,
      total: 60_000,
      unit: 'pictures',
      secondsLeft: 8
    })
    await vi.waitFor(() =>
      expect(room.text()).toContain('Reading pictures: 12,000 of 60,000, 0:08 left')
    )
    expect(room.get('[role=progressbar]').attributes('aria-valuenow')).toBe('20')
    finish(imported)
    await vi.waitFor(() =>
      expect(room.text()).toContain('pets is imported: 100 pictures in 2 classes.')
    )
    expect(room.text()).toContain(
      '1 file could not be read and is left out: cat/7.jpg (it is cut off).'
    )
  })

  it('passes on the size and the way of resizing that were chosen', async () => {
    const importDataset = vi.fn(() => null)
    const { room } = await openRoom({ importDataset })
    await room.get('input').setValue('48')
    await room.get('select').setValue('pad')
    await button(room, 'Import files…').trigger('click')
    await vi.waitFor(() => expect(importDataset).toHaveBeenCalled())
    expect(importDataset.mock.calls[0]?.slice(0, 1)).toMatchObject([
      { ask: 'files', options: { size: [48, 48], resize: 'pad' } }
    ])
  })

  it('asks main to cancel, and says that nothing was kept', async () => {
    let fail: (error: Error) => void = () => undefined
    const cancelImport = vi.fn(() => {
      fail(Object.assign(new Error('The import was cancelled.'), { name: 'ImportStopped' }))
    })
    const { room } = await openRoom({
      cancelImport,
      downloadDataset: () => new Promise((_resolve, reject) => (fail = reject))
    })
    await button(room, 'Download').trigger('click')
    await button(room, 'Cancel import').trigger('click')
    await vi.waitFor(() => expect(room.text()).toContain('The import was cancelled.'))
    expect(useImportsStore().outcome?.kind).toBe('cancelled')
  })

  it('keeps the sentence of an import that failed', async () => {
    const { room } = await openRoom({
      downloadDataset: () => {
        throw new Error('www.cs.toronto.edu cannot be reached.')
      }
    })
    await button(room, 'Download').trigger('click')
    await vi.waitFor(() => expect(room.text()).toContain('www.cs.toronto.edu cannot be reached.'))
  })

  it('lets go of a chosen set that was deleted', async () => {
    let statuses = [pets]
    const { room } = await openRoom({
      listDatasets: () => statuses,
      deleteDataset: () => {
        statuses = []
      }
    })
    await useDatasetsStore().choose('pets')
    await button(room, 'Delete…').trigger('click')
    await button(room, 'Delete pets from the disk').trigger('click')
    await vi.waitFor(() => expect(useDatasetsStore().chosenId).toBeNull())
  })

  it('deletes an imported set after a second word, and no other', async () => {
    const deleteDataset = vi.fn(() => undefined)
    const { room } = await openRoom({ deleteDataset })
    expect(room.findAll('button').filter((one) => one.text() === 'Delete…')).toHaveLength(1)
    expect(room.text()).toContain('1.17 MB')
    await button(room, 'Delete…').trigger('click')
    expect(deleteDataset).not.toHaveBeenCalled()
    await button(room, 'Delete pets from the disk').trigger('click')
    await vi.waitFor(() => expect(deleteDataset).toHaveBeenCalled())
    expect(deleteDataset.mock.calls[0]?.slice(0, 1)).toEqual([{ datasetId: 'pets' }])
  })
})
