import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { UserError } from '@shared/contract/define'
import { NO_MARKS } from '@shared/run'
import { exportRuns } from './export-runs'
import { markInTurns, workInTurns } from './run-turns'
import {
  createRun,
  createTemporaryFolder,
  createTemporaryWorkspace,
  openStore,
  stepBatch
} from './testing'

const marks = { ...NO_MARKS, isStarred: true }
const missing = '20200101-000000-000-aaaaaa'

it('marks what can be marked, and names what cannot', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const [one, two] = [createRun(store), createRun(store)]
  const runIds = [one.id, missing, two.id]
  const { records, failures } = await markInTurns(
    store,
    runIds.map((runId) => ({ runId, marks }))
  )
  expect(records.map(({ id }) => id)).toEqual([one.id, two.id])
  expect(store.getRun(two.id).marks).toEqual(marks)
  expect(failures).toEqual([
    { runId: missing, name: missing, reason: expect.stringContaining('There is no run') as string }
  ])
})

it('lets others work in between', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  let longestMs = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 1)
  const done: number[] = []
  await workInTurns({
    store,
    items: Array.from({ length: 60 }, (_, index) => String(index)),
    runIdOf: (item) => item,
    work() {
      const until = performance.now() + 5
      while (performance.now() < until);
    },
    onProgress: (count) => done.push(count)
  })
  clearInterval(watch)
  // All at once would be 300 ms.
  expect(longestMs).toBeLessThan(150)
  expect(done.length).toBeGreaterThan(10)
})

it('ends where it is told to', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const cancel = new AbortController()
  const worked: string[] = []
  await workInTurns({
    store,
    items: ['a', 'b', 'c'],
    runIdOf: (item) => item,
    work(item) {
      worked.push(item)
      if (item === 'b') cancel.abort()
    },
    signal: cancel.signal
  })
  expect(worked).toEqual(['a', 'b'])
})

it('does not take a fault for a reason', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const fail = (error: Error): Promise<unknown> =>
    workInTurns({
      store,
      items: ['a'],
      runIdOf: (item) => item,
      work() {
        throw error
      }
    })
  await expect(fail(new TypeError('a fault'))).rejects.toThrow('a fault')
  await expect(fail(new UserError('a reason'))).resolves.toHaveLength(1)
})

it.each(['csv', 'json', 'capsule', 'tensorboard'] as const)(
  'writes many runs of one name as %s, over nothing that is there',
  async (format) => {
    const { store } = openStore(createTemporaryWorkspace())
    const runIds = ['net', 'net', 'net/../wider'].map((name, index) => {
      const { id } = createRun(store)
      store.appendMetrics(stepBatch(id, 1))
      store.renameRun(id, index === 1 ? 'NET' : name)
      return id
    })
    const folder = createTemporaryFolder()
    const ending = { csv: '.csv', json: '.json', capsule: '.receptive', tensorboard: '' }[format]
    if (format === 'tensorboard') mkdirSync(join(folder, 'net'))
    else writeFileSync(join(folder, `net${ending}`), 'mine')
    const written = await exportRuns(store, { runIds, format, folder, writtenBy: 'Receptive' })
    expect(written).toEqual({ writtenCount: 3, failures: [] })
    expect(readdirSync(folder).sort()).toEqual(
      [`net (2)${ending}`, `NET (3)${ending}`, `net${ending}`, `wider${ending}`].sort()
    )
  }
)

it('writes a run of a long name in letters of many bytes', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const { id } = createRun(store)
  store.renameRun(id, '網'.repeat(100))
  const request = { format: 'capsule', folder: createTemporaryFolder(), writtenBy: 'R' } as const
  const written = await exportRuns(store, { ...request, runIds: [id] })
  expect(written).toEqual({ writtenCount: 1, failures: [] })
})

it('says of a folder that is gone that it is', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const folder = join(createTemporaryFolder(), 'gone')
  const request = { format: 'csv', folder, writtenBy: 'R', runIds: [] } as const
  await expect(exportRuns(store, request)).rejects.toThrow(
    `${folder} cannot be read: it does not exist. Choose another folder.`
  )
})

it('names the runs that could not be written, and writes the others', async () => {
  const { store } = openStore(createTemporaryWorkspace())
  const [empty, full] = [createRun(store), createRun(store)]
  store.appendMetrics(stepBatch(full.id, 1))
  const folder = createTemporaryFolder()
  const request = { format: 'tensorboard', folder, writtenBy: 'Receptive' } as const
  const written = await exportRuns(store, { ...request, runIds: [empty.id, full.id] })
  expect(written.writtenCount).toBe(1)
  expect(written.failures).toEqual([
    { runId: empty.id, name: empty.name, reason: `"${empty.name}" has recorded nothing yet.` }
  ])
})
