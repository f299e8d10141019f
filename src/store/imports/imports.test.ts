import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeRecord } from '@shared/tensorboard/records'
import { exportRun } from '../export-run'
import type { RunStore } from '../run-store'
import { createTemporaryFolder, createTemporaryWorkspace, openStore } from '../testing'
import type { Workspace } from '../workspace'
import { findEventFiles } from './find-event-files'
import { findRunFiles, holdsRuns, importRuns } from './index'

interface Reference {
  logs: Record<string, { path: string; base64: string }[]>
  csv: Record<string, string>
}
const reference = JSON.parse(
  readFileSync(resolve('src/shared/tensorboard/fixtures/tensorboard-logs.json'), 'utf8')
) as Reference

let workspace: Workspace
let store: RunStore
let folder: string
beforeEach(() => {
  workspace = createTemporaryWorkspace()
  store = openStore(workspace).store
  folder = createTemporaryFolder()
})

function write(path: string, content: string | Uint8Array): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** The files of a reference log in a folder of its name. */
function writeLogs(...names: string[]): string[] {
  return names.flatMap((name) =>
    (reference.logs[name] ?? []).map(({ path, base64 }) =>
      write(join('logs', name, path), Buffer.from(base64, 'base64'))
    )
  )
}

describe('event files of TensorBoard', () => {
  it('become one run where Keras wrote them into train and validation', async () => {
    writeLogs('epoch')
    const [imported, other] = await importRuns(store, [join(folder, 'logs')])
    expect(other).toBeUndefined()
    const record = imported?.record
    expect(record).toMatchObject({
      name: 'epoch',
      state: 'finished',
      importedFrom: 'epoch',
      epochs: 4,
      epochsDone: 4,
      stepsDone: 16,
      notes: [
        'Imported from 2 event files of TensorBoard.',
        'Left out, because they are no metric here: epoch_learning_rate.'
      ]
    })
    expect(record?.latest['validation/loss']).toBeCloseTo(1.515018343925476, 6)
    expect(record?.createdAt).toBeGreaterThan(Date.parse('2026-01-01'))
    const [table] = store.getHistory(record?.id ?? '').tables
    expect([...(table?.steps ?? [])]).toEqual([4, 8, 12, 16])
  })

  it('become a run each where they are of several, and each once', async () => {
    writeLogs('epoch', 'batch', 'summary', 'simple')
    // Of a writer that was killed before its first value: it keeps nobody out.
    write('logs/abandoned/events.out.tfevents.1.a', new Uint8Array(0))
    const imported = await importRuns(store, [join(folder, 'logs')])
    expect(imported.map(({ record }) => record.name)).toEqual([
      'batch',
      'epoch',
      'simple',
      'summary'
    ])
    const again = await importRuns(store, [join(folder, 'logs', 'batch')])
    expect(again.map(({ isNew }) => isNew)).toEqual([false])
    expect(store.listRuns()).toHaveLength(4)
  })

  it('are taken as files, too, and listed alike after the next start', async () => {
    const files = writeLogs('batch')
    const [imported] = await importRuns(store, files)
    store.close()
    const { store: again, warnings } = openStore(workspace)
    expect(warnings).toEqual([])
    expect(again.listRuns()).toEqual([imported?.record])
    expect(again.getHistory(imported?.record.id ?? '').tables).toHaveLength(2)
  })

  it('give what they have when they are cut, and say so', async () => {
    const [{ base64 } = { base64: '' }] = reference.logs.simple ?? []
    const bytes = Buffer.from(base64, 'base64')
    const path = write('run/events.out.tfevents.1.a', bytes.subarray(0, bytes.length - 5))
    const [imported] = await importRuns(store, [path])
    expect(imported?.record.notes).toContain(
      'events.out.tfevents.1.a ends in the middle of a record; what comes before it was taken.'
    )
    expect(store.getHistory(imported?.record.id ?? '').tables[0]?.steps).toHaveLength(4)
  })

  it('are refused with a sentence when they are none, or hold no metric', async () => {
    const sentences: [string, Uint8Array, RegExp][] = [
      ['noise', new Uint8Array(500).fill(7), /damaged from its beginning, or no event file/],
      ['empty', new Uint8Array(0), /damaged from its beginning/],
      ['record', encodeRecord(new Uint8Array(9)), /no event file/]
    ]
    for (const [name, bytes, sentence] of sentences) {
      const path = write(`events.out.tfevents.${name}`, bytes)
      await expect(importRuns(store, [path])).rejects.toThrow(sentence)
    }
    await expect(importRuns(store, [createTemporaryFolder()])).rejects.toThrow(
      'holds no event files'
    )
    await expect(importRuns(store, [join(folder, 'gone')])).rejects.toThrow('it does not exist')
    expect(store.listRuns()).toEqual([])
  })
})

describe('a folder that is searched for event files', () => {
  /** A folder of so many files that are none, a few names a folder. */
  function writeOthers(count: number): void {
    for (let index = 0; index < count; index++)
      write(join(`many/${index % 10}`, `${index}.png`), '')
  }

  it('lets others have their turn, as large as it is', async () => {
    writeOthers(2000)
    let turns = 0
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    let isOver = false
    setImmediate(turn)
    expect(await findEventFiles([folder])).toEqual([])
    isOver = true
    expect(turns).toBeGreaterThan(5)
  })

  it('is given up with a sentence when it holds too much, also when it is asked whether it is one of runs', async () => {
    writeOthers(60)
    writeLogs('simple')
    await expect(findEventFiles([folder], { mostNames: 50 })).rejects.toThrow(
      `${folder} holds more than 50 files and folders, too many to look through for event files.`
    )
    const many = join(folder, 'many')
    expect(await findRunFiles([many, folder], { mostNames: 50 })).toEqual({
      paths: [folder],
      unsearched: [expect.stringContaining(`${many} holds more than 50 files and folders`)]
    })
  })

  it('is left when the person cancels, with the runs that were taken in', async () => {
    writeLogs('batch', 'epoch', 'simple')
    const controller = new AbortController()
    store.onDidChangeRun(() => controller.abort())
    const imported = await importRuns(store, [folder], controller)
    expect(imported.map(({ record }) => record.name)).toEqual(['batch'])
    expect(store.listRuns()).toHaveLength(1)
    expect(await importRuns(store, [folder], controller)).toEqual([])
    expect(await importRuns(store, [folder])).toHaveLength(3)
  })

  it('leads through links, and never in a circle', async () => {
    writeLogs('simple')
    symlinkSync(folder, join(folder, 'circle'))
    const found = await findEventFiles([folder])
    expect(found[0]).toContain(join('circle', 'circle'))
    expect(found.length).toBeLessThan(10)
  })
})

describe("a log of Keras' CSVLogger", () => {
  it('becomes a run, once', async () => {
    const path = write('größe ∂ 網.csv', reference.csv.comma ?? '')
    const [imported] = await importRuns(store, [path])
    expect(imported?.record).toMatchObject({
      name: 'größe ∂ 網',
      importedFrom: 'größe ∂ 網.csv',
      epochsDone: 4,
      stepsDone: 4,
      latest: { 'train/accuracy': 0.34375, 'validation/loss': 1.515018343925476 }
    })
    expect((await importRuns(store, [path]))[0]?.isNew).toBe(false)
  })

  it('keeps what diverged in the curves, and the run in the list', async () => {
    const path = write('log.csv', 'epoch,loss,val_loss\n0,1,2\n1,inf,nan\n')
    const [imported] = await importRuns(store, [path])
    const id = imported?.record.id ?? ''
    expect(store.listRuns().map((run) => run.id)).toEqual([id])
    const [table] = store.getHistory(id).tables
    expect([...(table?.columns['train/loss'] ?? [])]).toEqual([1, Infinity])
    expect(imported?.record.latest).toEqual({ 'train/loss': Infinity, 'validation/loss': 2 })
  })

  it('is told from tables of data sets by its first line', async () => {
    expect(await holdsRuns(write('a.csv', reference.csv.semicolon ?? ''))).toBe(true)
    expect(await holdsRuns(write('b.csv', 'file,label\na.png,epoch\n'))).toBe(false)
    expect(await holdsRuns(write('c.csv', 'epochs,label\n1,2\n'))).toBe(false)
    expect(await holdsRuns(folder)).toBe(false)
    writeLogs('simple')
    expect(await holdsRuns(folder)).toBe(true)
    expect(await holdsRuns(write('d.receptive', 'x'))).toBe(true)
  })

  it('is refused when it has no row', async () => {
    const path = write('log.csv', 'epoch,loss\n')
    await expect(importRuns(store, [path])).rejects.toThrow(
      'log.csv holds no values of a training.'
    )
  })
})

describe('a run without an experiment', () => {
  it('says so to whoever asks for one', async () => {
    const [imported] = await importRuns(store, [write('log.csv', 'epoch,loss\n0,1\n')])
    const id = imported?.record.id ?? ''
    expect(() => store.getExperiment(id)).toThrow('tells of no experiment')
    expect(store.getEnvironment(id)).toEqual({})
    expect(store.getEvents(id)).toEqual([])
    expect(() => store.reopenRun(id)).toThrow('can only be looked at')
  })

  it('leaves as a capsule and as event files, and comes back', async () => {
    writeLogs('batch')
    const [imported] = await importRuns(store, [join(folder, 'logs')])
    const id = imported?.record.id ?? ''
    const before = store.getHistory(id).tables
    for (const [format, name] of [
      ['capsule', 'x.receptive'],
      ['tensorboard', 'events']
    ] as const) {
      const path = join(folder, 'out', name)
      mkdirSync(dirname(path), { recursive: true })
      await exportRun(store, { runId: id, format, path, writtenBy: 'Receptive' })
      const { store: other } = openStore(createTemporaryWorkspace())
      const [back] = await importRuns(other, [path])
      const { tables } = other.getHistory(back?.record.id ?? '')
      expect(tables.map(({ scope, steps, columns }) => ({ scope, steps, columns }))).toEqual(
        before.map(({ scope, steps, columns }) => ({ scope, steps, columns }))
      )
    }
  })
})
