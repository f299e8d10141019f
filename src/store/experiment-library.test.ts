import { readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { createExperimentLibrary } from './experiment-library'
import { createTemporaryFolder, lectureExperiment } from './testing'

const text = JSON.stringify(lectureExperiment)

it('lists the shipped experiments, the lecture’s in its order', () => {
  const names = createLibrary()
    .library.list()
    .map(({ experiment }) => experiment.name)
  expect(names).toEqual(expect.arrayContaining(['cifar-cnn', 'cifar-cnn-2-dropout']))
  expect(
    createLibrary()
      .library.list()
      .every(({ source }) => source === 'shipped')
  ).toBe(true)
})

it('keeps what was opened, once however often it was', () => {
  const { library } = createLibrary()
  const listing = library.importText('My CNN.json', text)
  library.importText('My CNN.json', text)
  const opened = library.list().filter(({ source }) => source === 'opened')
  expect(opened).toEqual([listing])
  expect(listing.id).toMatch(/^opened:cifar-cnn-[0-9a-z]+$/)
})

it('takes a changed file of the same name for another experiment', () => {
  const { library } = createLibrary()
  library.importText('a.json', text)
  library.importText('a.json', text.replace('"epochs":10', '"epochs":11'))
  expect(library.list().filter(({ source }) => source === 'opened')).toHaveLength(2)
})

it('writes into its own folder, whatever an experiment is called', () => {
  const { library, openedFolder } = createLibrary()
  for (const name of ['../../x', '..\\evil/../x.json', '...']) {
    library.importText('a.json', JSON.stringify({ ...lectureExperiment, name }))
  }
  expect(readdirSync(openedFolder)).toHaveLength(3)
})

it('names the layer of a model that cannot be, before it keeps it', () => {
  const { library, openedFolder } = createLibrary()
  const broken = text.replace('"class_name":"Conv2D"', '"class_name":"Conv9D"')
  expect(() => library.importText('a.json', broken)).toThrow(/^a\.json: Layer 'conv1a'.*Conv9D/)
  expect(readdirSync(openedFolder)).toEqual([])
})

it('refuses a file that is too large without reading it', () => {
  const path = join(createTemporaryFolder(), 'weights.json')
  writeFileSync(path, Buffer.alloc(3_000_000))
  expect(() => createLibrary().library.open(path)).toThrow(/weights\.json: .*too large/)
})

it('names a file that is no experiment, and keeps nothing of it', () => {
  const { library, openedFolder } = createLibrary()
  const path = join(createTemporaryFolder(), 'notes.json')
  writeFileSync(path, 'Dear diary')
  expect(() => library.open(path)).toThrow(/^notes\.json: not valid JSON/)
  expect(readdirSync(openedFolder)).toEqual([])
})

it('lists the others when one of its files is broken', () => {
  const { library, openedFolder, warnings } = createLibrary()
  library.importText('a.json', text)
  writeFileSync(join(openedFolder, 'broken.json'), '{')
  expect(library.list().filter(({ source }) => source === 'opened')).toHaveLength(1)
  expect(warnings[0]).toMatch(/broken\.json: not valid JSON/)
})

it('keeps what became of an experiment beside it, until that is forgotten', () => {
  const { library } = createLibrary()
  const find = () => library.list().find(({ id }) => id === 'shipped:cifar-cnn')
  const draft = { ...lectureExperiment, name: 'mine' }
  library.keepDraft('shipped:cifar-cnn', draft)
  expect(find()).toMatchObject({ draft: { name: 'mine' }, experiment: { name: 'cifar-cnn' } })
  library.keepDraft('shipped:cifar-cnn', null)
  expect(find()?.draft).toBeNull()
})

it('shows the experiment as it was saved when its draft is broken', () => {
  const { library, draftsFolder, warnings } = createLibrary()
  library.keepDraft('shipped:cifar-cnn', lectureExperiment)
  writeFileSync(join(draftsFolder, 'shipped_cifar-cnn.json'), '{')
  const listing = library.list().find(({ id }) => id === 'shipped:cifar-cnn')
  expect(listing?.draft).toBeNull()
  expect(warnings[0]).toMatch(/shipped_cifar-cnn\.json: not valid JSON/)
})

it('keeps drafts in their own folder, whatever the id', () => {
  const { library, openedFolder, draftsFolder } = createLibrary()
  library.keepDraft('../../evil', lectureExperiment)
  expect(readdirSync(draftsFolder)).toEqual(['_evil.json'])
  expect(readdirSync(openedFolder)).toEqual(['drafts'])
})

function createLibrary() {
  const openedFolder = createTemporaryFolder()
  const draftsFolder = join(openedFolder, 'drafts')
  const warnings: string[] = []
  const library = createExperimentLibrary({
    shippedFolder: resolve('resources/experiments'),
    openedFolder,
    draftsFolder,
    warn: (sentence) => warnings.push(sentence)
  })
  return { library, openedFolder, draftsFolder, warnings }
}
