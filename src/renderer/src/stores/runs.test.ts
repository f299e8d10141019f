import { describe, expect, it } from 'vitest'
import { createRun, createTestApp } from '../fixtures/test-app'
import { useRunsStore } from './runs'

const older = createRun({ id: 'older', createdAt: 1 })
const newer = createRun({ id: 'newer', createdAt: 2 })

describe('runs', () => {
  it('come newest first, and the newest is shown', async () => {
    createTestApp({ listRuns: () => [older, newer] })
    const runs = useRunsStore()
    await runs.load()
    expect(runs.records?.map(({ id }) => id)).toEqual(['newer', 'older'])
    expect(runs.selected?.id).toBe('newer')
  })

  it('show the run at work after a reload, not the newest', async () => {
    createTestApp({ listRuns: () => [{ ...older, state: 'training' }, newer] })
    const runs = useRunsStore()
    await runs.load()
    expect(runs.selected?.id).toBe('older')
  })

  it('show a run that begins, without being asked', async () => {
    const { emit } = createTestApp({ listRuns: () => [older] })
    const runs = useRunsStore()
    await runs.load()
    emit('onDidChangeRun', { ...newer, state: 'preparing' })
    expect(runs.selectedId).toBe('newer')
  })

  it('keep what an event told while the list was on its way', async () => {
    const { emit } = createTestApp({ listRuns: () => [{ ...older, state: 'training' }] })
    const runs = useRunsStore()
    const loading = runs.load()
    emit('onDidChangeRun', { ...older, state: 'finished' })
    await loading
    expect(runs.get('older')?.state).toBe('finished')
  })

  it('remember the run whose trainer died under this window, and only that', async () => {
    const { emit } = createTestApp({ listRuns: () => [{ ...older, state: 'training' }, newer] })
    const runs = useRunsStore()
    await runs.load()
    emit('onDidChangeRun', { ...newer, state: 'interrupted' })
    expect(runs.lost).toBeNull()
    emit('onDidChangeRun', { ...older, state: 'interrupted', reason: 'It was killed.' })
    expect(runs.lost?.id).toBe('older')
  })

  it('show a neighbour in place of one that was removed', async () => {
    const { emit } = createTestApp({ listRuns: () => [older, newer] })
    const runs = useRunsStore()
    await runs.load()
    emit('onDidRemoveRun', { runId: 'newer' })
    expect(runs.records?.map(({ id }) => id)).toEqual(['older'])
    expect(runs.selectedId).toBe('older')
    emit('onDidRemoveRun', { runId: 'older' })
    expect(runs.selectedId).toBeNull()
  })

  it('do not list a run that was removed while the list was on its way', async () => {
    const { emit } = createTestApp({ listRuns: () => [older, newer] })
    const runs = useRunsStore()
    const loading = runs.load()
    emit('onDidRemoveRun', { runId: 'newer' })
    await loading
    expect(runs.records?.map(({ id }) => id)).toEqual(['older'])
  })

  it('forget a run that goes on from its checkpoint, and again when its files have been cut there', async () => {
    const { emit } = createTestApp({ listRuns: () => [{ ...older, state: 'interrupted' }, newer] })
    const runs = useRunsStore()
    await runs.load()
    const forgotten: [string, string | undefined][] = []
    runs.onDidForget((runId) => forgotten.push([runId, runs.get(runId)?.state]))
    emit('onDidChangeRun', { ...older, state: 'preparing' })
    emit('onDidChangeRun', { ...older, state: 'preparing', stepsDone: 100 })
    emit('onDidChangeRun', { ...older, state: 'training', stepsDone: 100 })
    emit('onDidChangeRun', { ...older, state: 'finished' })
    expect(forgotten).toEqual([
      ['older', 'preparing'],
      ['older', 'training']
    ])
  })
})
