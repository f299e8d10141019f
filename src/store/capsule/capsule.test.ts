import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { describe, expect, it } from 'vitest'
import { METRIC_LOG_HEADER } from '@shared/metric-log'
import { encodePredictionFile } from '@shared/prediction-file'
import type { RunRecord } from '@shared/run'
import type { RunStore } from '../run-store'
import {
  change,
  createRun,
  createTemporaryFolder,
  createTemporaryWorkspace,
  openStore,
  stepBatch,
  writeLog
} from '../testing'
import { cutToWhole, hashOf } from './capsule-format'
import { checkDocuments } from './check-documents'
import { importCapsule } from './import-capsule'
import { readCapsule } from './read-capsule'
import { writeCapsule } from './write-capsule'

/** A run with a bit of everything, and its capsule. */
async function exportRun({ withWeights = true } = {}): Promise<{
  store: RunStore
  record: RunRecord
  path: string
}> {
  const { store } = openStore(createTemporaryWorkspace())
  const { id } = createRun(store)
  const folder = store.getRunFolder(id)
  writeLog(folder, stepBatch(id, 1), stepBatch(id, 2))
  writeFileSync(
    join(folder, 'events.jsonl'),
    '{"step":5,"elapsedMs":20,"kind":"paused","text":"Paused."}\n'
  )
  writeFileSync(join(folder, 'samples.bin'), createSamples(id))
  mkdirSync(join(folder, 'checkpoints'))
  writeFileSync(join(folder, 'checkpoints', 'checkpoint-9.bin'), 'older weights')
  writeFileSync(join(folder, 'checkpoints', 'checkpoint-10.bin'), 'weights')
  const test = { loss: 0.5, accuracy: 0.9, examples: 10 }
  for (const batch of [stepBatch(id, 1), stepBatch(id, 2)]) store.appendMetrics(batch)
  for (const state of ['training', 'evaluating', 'finished'] as const) {
    store.applyChange(change(store.getRun(id), state, { stepsDone: 20, test }))
  }
  const record = store.getRun(id)
  const path = join(createTemporaryFolder(), 'digits ∂.receptive')
  await writeCapsule({ record, folder, path, withWeights, writtenBy: 'Receptive 0.0.0' })
  return { store, record, path }
}

function createSamples(runId: string): Uint8Array {
  return encodePredictionFile({
    runId,
    step: 20,
    classNames: ['no', 'yes'],
    imageShape: [1, 2, 1],
    images: Uint8Array.of(0, 255),
    samples: [{ index: 3, label: 1, predicted: 1, probability: 0.75, probabilities: [0.25, 0.75] }]
  })
}

/** Changes the entries of a capsule, and its manifest with them unless told otherwise. */
function repack(
  path: string,
  changeEntries: (entries: Record<string, Uint8Array>) => void,
  { keepManifest = false } = {}
): string {
  const entries = unzipSync(readFileSync(path))
  const { 'manifest.json': manifest, ...others } = entries
  changeEntries(others)
  const told = JSON.parse(Buffer.from(manifest ?? []).toString()) as Record<string, unknown>
  told.entries = Object.fromEntries(
    Object.entries(others).map(([name, bytes]) => [
      name,
      { bytes: bytes.length, sha256: hashOf(bytes) }
    ])
  )
  const all = {
    'manifest.json': keepManifest ? manifest : strToU8(JSON.stringify(told)),
    ...others
  }
  const changed = join(createTemporaryFolder(), 'changed.receptive')
  writeFileSync(changed, zipSync(all as Zippable))
  return changed
}

/** The sentence of a refused import; fails when anything of it is left. */
async function refuse(path: string): Promise<string> {
  const workspace = createTemporaryWorkspace()
  const { store } = openStore(workspace)
  const error = await importCapsule(store, path).then(
    () => null,
    (thrown: Error) => thrown
  )
  expect(error, 'the import was taken').not.toBeNull()
  expect(error?.name, error?.stack ?? '').toBe('UserError')
  expect(error?.message.split('\n')).toHaveLength(1)
  expect(store.listRuns()).toEqual([])
  expect(readdirSync(workspace.runsFolder)).toEqual([])
  return error?.message ?? ''
}

describe('a run capsule', () => {
  it('brings everything of a run into another workspace', async () => {
    const { store: from, record, path } = await exportRun()
    const { store } = openStore(createTemporaryWorkspace())
    const { record: imported, isNew } = await importCapsule(store, path)
    expect(isNew).toBe(true)
    expect(imported).toEqual({ ...record, color: 0, importedFrom: 'digits ∂.receptive' })
    expect(store.getHistory(record.id)).toEqual(from.getHistory(record.id))
    expect(store.getExperiment(record.id)).toEqual(from.getExperiment(record.id))
    expect(store.getEnvironment(record.id)).toEqual({ tensorflowVersion: '2.21.0' })
    expect(store.getEvents(record.id)).toEqual(from.getEvents(record.id))
    expect(store.getPredictions(record.id)).toEqual(from.getPredictions(record.id))
    const weights = join(store.getRunFolder(record.id), 'checkpoints', 'checkpoint-1.bin')
    expect(readFileSync(weights, 'utf8')).toBe('weights')
  })

  it('leaves the weights out when they are not wanted', async () => {
    const { path } = await exportRun({ withWeights: false })
    expect(Object.keys(unzipSync(readFileSync(path)))).not.toContain('weights.bin')
  })

  it('is the same file whenever it is written', async () => {
    const { store, record, path } = await exportRun()
    const again = join(createTemporaryFolder(), 'again.receptive')
    await writeCapsule({
      record,
      folder: store.getRunFolder(record.id),
      path: again,
      withWeights: true,
      writtenBy: 'Receptive 0.0.0'
    })
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
  })

  it('is taken in once, with or without weights, and not where it comes from', async () => {
    const { store: from, record, path } = await exportRun()
    expect(await importCapsule(from, path)).toEqual({ record, isNew: false })
    const { store } = openStore(createTemporaryWorkspace())
    await importCapsule(store, path)
    const lighter = repack(path, (entries) => delete entries['weights.bin'])
    expect((await importCapsule(store, lighter)).isNew).toBe(false)
    expect(store.listRuns()).toHaveLength(1)
  })

  it('is written and taken in while others have their turn, as large as it is', async () => {
    const { store, record } = await exportRun()
    const weights = join(store.getRunFolder(record.id), 'checkpoints', 'checkpoint-11.bin')
    writeFileSync(weights, new Uint8Array(80_000_000))
    const [folder, path] = [
      store.getRunFolder(record.id),
      join(createTemporaryFolder(), 'x.receptive')
    ]
    const request = { record, folder, path, withWeights: true, writtenBy: 'Receptive 0.0.0' }
    expect(await countTurns(() => writeCapsule(request))).toBeGreaterThan(100)
    // Twenty handfuls that are read, and as many that are checked.
    expect(await countTurns(() => readCapsule(path))).toBeGreaterThan(30)
  })

  it('is taken in once when it is dropped twice at a time', async () => {
    const { path } = await exportRun()
    const { store } = openStore(createTemporaryWorkspace())
    const both = await Promise.all([importCapsule(store, path), importCapsule(store, path)])
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true])
    expect(store.listRuns()).toHaveLength(1)
  })

  it('is known where it comes from, too, when a crash has torn the metrics there', async () => {
    const { store, record, path } = await exportRun()
    appendFileSync(join(store.getRunFolder(record.id), 'metrics.log'), 'half a fra')
    expect(await importCapsule(store, path)).toEqual({ record, isNew: false })
  })

  it('is looked for in the files of other runs once, not at each import', async () => {
    const { record, path } = await exportRun({ withWeights: false })
    const { store } = openStore(createTemporaryWorkspace())
    const ids = Array.from({ length: 6 }, (_, index) => `20260101-000000-00${index}-aaaaaa`)
    const capsules = ids.map((id) => renameRun(path, record.id, id))
    for (const capsule of capsules) await importCapsule(store, capsule)
    expect((await importCapsule(store, capsules[0] ?? '')).isNew).toBe(false)
    // The files are gone, and still each is known: they are not read again.
    for (const id of ids) rmSync(join(store.getRunFolder(id), 'imported.json'))
    for (const capsule of capsules) expect((await importCapsule(store, capsule)).isNew).toBe(false)
  })

  it('comes back when its folder was removed by hand', async () => {
    const { path } = await exportRun()
    const { store } = openStore(createTemporaryWorkspace())
    const { record } = await importCapsule(store, path)
    expect((await importCapsule(store, path)).isNew).toBe(false)
    rmSync(store.getRunFolder(record.id), { recursive: true })
    expect((await importCapsule(store, path)).isNew).toBe(true)
  })

  it('is new again when it was deleted and another version took its id', async () => {
    const { store: from, record, path } = await exportRun({ withWeights: false })
    const folder = from.getRunFolder(record.id)
    writeLog(folder, stepBatch(record.id, 3))
    const later = join(createTemporaryFolder(), 'later.receptive')
    const request = { record, folder, path: later, withWeights: false, writtenBy: 'R' }
    await writeCapsule(request)
    const { store } = openStore(createTemporaryWorkspace())
    expect((await importCapsule(store, path)).record.id).toBe(record.id)
    // Whatever is imported next, the identity of the first one is known by then.
    expect((await importCapsule(store, path)).isNew).toBe(false)
    store.discardRun(record.id)
    expect((await importCapsule(store, later)).record.id).toBe(record.id)
    expect((await importCapsule(store, path)).isNew).toBe(true)
  })

  it('has a long metric log that is walked through while others have their turn', async () => {
    const { record, path } = await exportRun({ withWeights: false })
    const parts = new Map(Object.entries(unzipSync(readFileSync(path))))
    parts.delete('manifest.json')
    const folder = createTemporaryFolder()
    for (let seq = 1; seq <= 40; seq++) writeLog(folder, stepBatch(record.id, seq, 50_000))
    const log = readFileSync(join(folder, 'metrics.log'))
    const torn = Buffer.concat([log, Buffer.from('half a fra')])
    expect(await cutToWhole(torn)).toHaveLength(log.length)
    expect(await countTurns(() => cutToWhole(torn))).toBeGreaterThan(8)
    parts.set('metrics.log', log)
    expect(await countTurns(() => checkDocuments(parts, record.id))).toBeGreaterThan(8)
    parts.set('metrics.log', torn)
    await expect(checkDocuments(parts, record.id)).rejects.toThrow('"metrics.log"')
  })

  it('of a run that has measured nothing yet goes the same way', async () => {
    const log = METRIC_LOG_HEADER
    expect(await cutToWhole(log)).toEqual(log)
    const { record, path } = await exportRun({ withWeights: false })
    const parts = new Map(Object.entries(unzipSync(readFileSync(path))))
    parts.delete('manifest.json')
    expect(await checkDocuments(parts.set('metrics.log', log), record.id)).toMatchObject(record)
  })

  it('gets an id of its own where another run has that one', async () => {
    const { store, record, path } = await exportRun()
    writeLog(store.getRunFolder(record.id), stepBatch(record.id, 3))
    const { record: imported, isNew } = await importCapsule(store, path)
    expect(isNew).toBe(true)
    expect(imported.id).not.toBe(record.id)
    expect(imported.name).toBe(`${record.name} 2`)
    expect(store.getPredictions(imported.id)?.runId).toBe(imported.id)
    expect((await importCapsule(store, path)).isNew).toBe(false)
  })

  it('gets an id of its own in place of one of a time to come, which later runs would have to follow', async () => {
    const { record, path } = await exportRun()
    for (const id of [
      '29991231-235959-999-aaaaaa',
      '99999999-999999-999-aaaaaa',
      '../../../evil'
    ]) {
      const changed = renameRun(path, record.id, id)
      const { store } = openStore(createTemporaryWorkspace())
      const { record: imported } = await importCapsule(store, changed)
      expect(imported.id.slice(0, 4)).toBe(String(new Date().getUTCFullYear()))
      expect(createRun(store).id.slice(0, 4)).toBe(String(new Date().getUTCFullYear()))
    }
  })

  it('is interrupted when it was at work, belongs to nobody, and cannot go on', async () => {
    const { path } = await exportRun()
    const working = changeRecord(path, { state: 'training', endedAt: null })
    const workspace = createTemporaryWorkspace()
    const { store } = openStore(workspace)
    const { record } = await importCapsule(store, working)
    expect(record.state).toBe('interrupted')
    expect(store.isOwn(record.id)).toBe(false)
    expect(() => store.reopenRun(record.id)).toThrow(/imported from .* can only be looked at/)
    store.close()
    const { store: again, warnings } = openStore(workspace)
    expect(again.getRun(record.id)).toEqual(record)
    expect(warnings).toEqual([])
  })
})

/** How often others had their turn until the work was done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let [turns, isDone] = [0, false]
  const take = () => {
    turns++
    if (!isDone) setImmediate(take)
  }
  setImmediate(take)
  await work()
  isDone = true
  return turns
}

function renameRun(path: string, from: string, to: string): string {
  const entries = unzipSync(readFileSync(path))
  const record = Buffer.from(entries['run.json'] ?? [])
    .toString()
    .replaceAll(from, to)
  entries['run.json'] = strToU8(record)
  const manifest = JSON.parse(Buffer.from(entries['manifest.json'] ?? []).toString()) as {
    runId: string
    entries: Record<string, unknown>
  }
  manifest.runId = to
  manifest.entries['run.json'] = {
    bytes: entries['run.json'].length,
    sha256: hashOf(entries['run.json'])
  }
  entries['manifest.json'] = strToU8(JSON.stringify(manifest))
  const changed = join(createTemporaryFolder(), 'renamed.receptive')
  writeFileSync(changed, zipSync(entries))
  return changed
}

/** Another name of the same length, wherever the file has it. */
function writeOver(path: string, from: string, to: string): string {
  const bytes = readFileSync(path)
  for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1))
    bytes.write(to, at)
  writeFileSync(path, bytes)
  return path
}

function changeRecord(path: string, changes: Record<string, unknown>): string {
  return repack(path, (entries) => {
    const run = JSON.parse(Buffer.from(entries['run.json'] ?? []).toString()) as { record: object }
    entries['run.json'] = strToU8(JSON.stringify({ ...run, record: { ...run.record, ...changes } }))
  })
}

describe('a damaged or hostile capsule', () => {
  it('is refused wherever it is cut', async () => {
    const { path } = await exportRun()
    const bytes = readFileSync(path)
    const cut = join(createTemporaryFolder(), 'cut.receptive')
    for (let place = 0; place < 100; place++) {
      writeFileSync(cut, bytes.subarray(0, Math.floor((bytes.length * place) / 100)))
      expect(await refuse(cut)).toContain('cut.receptive')
    }
  })

  it('is refused or the same run whichever byte is another one', async () => {
    const { path, record } = await exportRun()
    const bytes = readFileSync(path)
    const flipped = join(createTemporaryFolder(), 'flipped.receptive')
    const { store } = openStore(createTemporaryWorkspace())
    let refused = 0
    for (let place = 0; place < 400; place++) {
      const copy = Buffer.from(bytes)
      const offset = Math.floor((bytes.length * place) / 400)
      copy.writeUInt8(copy.readUInt8(offset) ^ (1 << (place % 8)), offset)
      writeFileSync(flipped, copy)
      try {
        // A flipped time of day in a header changes nothing that is read.
        const { record: imported } = await importCapsule(store, flipped)
        expect(imported).toEqual({ ...record, color: 0, importedFrom: 'flipped.receptive' })
      } catch (error) {
        expect((error as Error).name, (error as Error).stack ?? '').toBe('UserError')
        refused++
      }
    }
    expect(refused).toBeGreaterThan(300)
    expect(store.listRuns().length).toBeLessThanOrEqual(1)
  })

  it.each(['../evil', '/etc/passwd', 'C:\\evil', 'runs/x', 'RUN.JSON', 'constructor', '__proto__'])(
    'is refused when it holds "%s"',
    async (name) => {
      const { path } = await exportRun()
      // A packer cannot be told such names; they are written over others.
      const stand = 'x'.repeat(name.length)
      const changed = repack(path, (entries) => (entries[stand] = strToU8('x')))
      expect(await refuse(writeOver(changed, stand, name))).toContain('no part of a capsule')
    }
  )

  it('is refused when an entry is in it twice', async () => {
    const { path } = await exportRun()
    const changed = repack(path, (entries) => (entries['run.jsox'] = strToU8('{}')))
    const sentence = await refuse(writeOver(changed, 'run.jsox', 'run.json'))
    expect(sentence).toContain('"run.json" is in it twice')
  })

  it('is refused when an entry is not what the manifest says', async () => {
    const { path } = await exportRun()
    const change = (name: string, text: string) =>
      repack(path, (entries) => (entries[name] = strToU8(text)), { keepManifest: true })
    expect(await refuse(change('experiment.json', '{}'))).toContain('not what was written')
    const without = repack(path, (entries) => delete entries['metrics.log'], { keepManifest: true })
    expect(await refuse(without)).toContain('"metrics.log" is missing')
    const more = repack(path, (entries) => (entries['import.json'] = strToU8('{}')), {
      keepManifest: true
    })
    expect(await refuse(more)).toContain('"import.json" is not in its manifest')
  })

  it('is refused when an entry is whole, and not what its name says', async () => {
    const { path } = await exportRun()
    const contents: [string, string | Uint8Array][] = [
      ['run.json', '{"version": 1}'],
      ['experiment.json', '{"version": 1}'],
      ['experiment.json', '['.repeat(100_000)],
      ['environment.json', '[]'],
      ['metrics.log', 'RCPTLOG?'],
      ['samples.bin', Uint8Array.of(255, 255, 255, 255, 1)],
      ['events.jsonl', Uint8Array.of(0xff, 0xfe)],
      ['standardization.json', 'null']
    ]
    for (const [name, content] of contents) {
      const bytes = typeof content === 'string' ? strToU8(content) : content
      expect(await refuse(repack(path, (entries) => (entries[name] = bytes)))).toContain(name)
    }
    const endless = changeRecord(path, { createdAt: 1e300 })
    expect(await refuse(endless)).toContain('run.json')
    const two = repack(path, (entries) => (entries['import.json'] = strToU8('{}')))
    expect(await refuse(two)).toContain('two sources')
  })

  it('is refused when a log names steps that no run has', async () => {
    const { path, record } = await exportRun()
    for (const steps of [[NaN], [1e300], [-5], [9, 3]]) {
      const folder = createTemporaryFolder()
      const values = Float64Array.from(steps)
      const batch = { ...stepBatch(record.id, 1), steps: values, elapsedMs: values }
      writeLog(folder, { ...batch, columns: { 'train/loss': values } })
      const log = readFileSync(join(folder, 'metrics.log'))
      expect(await refuse(repack(path, (entries) => (entries['metrics.log'] = log)))).toContain(
        'metrics.log'
      )
    }
  })

  it('is refused unread when it would unpack to far more than it is', async () => {
    const { path } = await exportRun()
    const bomb = repack(path, (entries) => (entries['metrics.log'] = new Uint8Array(50_000_000)))
    expect(await refuse(bomb)).toContain('"metrics.log" says that it is 50000000 bytes large')
    const bytes = readFileSync(path)
    const end = bytes.length - 22
    const claim = (offset: number, value: number, size: 2 | 4): Promise<string> => {
      const copy = Buffer.from(bytes)
      if (size === 2) copy.writeUInt16LE(value, offset)
      else copy.writeUInt32LE(value, offset)
      const file = join(createTemporaryFolder(), 'claim.receptive')
      writeFileSync(file, copy)
      return refuse(file)
    }
    const directory = bytes.readUInt32LE(end + 16)
    for (const [offset, value, size] of [
      [end + 8, 65_535, 2],
      [end + 10, 65_535, 2],
      [end + 12, 0xffffffff, 4],
      [end + 16, 0xffffffff, 4],
      [directory + 20, 0xffffffff, 4],
      [directory + 24, 0xffffffff, 4],
      [directory + 24, 1, 4],
      [directory + 28, 65_535, 2],
      [directory + 42, 0xffffffff, 4],
      [directory + 42, 1, 4]
    ] as const) {
      expect(await claim(offset, value, size)).toContain('claim.receptive')
    }
  })

  it('says of one of a newer version that it is', async () => {
    const { path } = await exportRun()
    const entries = unzipSync(readFileSync(path))
    entries['manifest.json'] = strToU8('{"format": "receptive-capsule", "version": 7}')
    const newer = join(createTemporaryFolder(), 'newer.receptive')
    writeFileSync(newer, zipSync(entries))
    expect(await refuse(newer)).toContain('written by a newer Receptive (capsule version 7')
  })

  it('is refused as a folder, and as a file that is not there', async () => {
    expect(await refuse(createTemporaryFolder())).toContain('it is no file')
    expect(await refuse(join(createTemporaryFolder(), 'gone.receptive'))).toContain(
      'it does not exist'
    )
  })
})
