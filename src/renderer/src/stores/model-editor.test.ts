import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { createExperiment, createTestApp } from '../fixtures/test-app'
import { findNeighbour } from '../features/model/canvas/neighbours'
import { searchLayers, shelves } from '../features/model/palette/palette-entries'
import { useExperimentEditsStore } from './experiment-edits'
import { useExperimentsStore } from './experiments'
import { useMessagesStore } from './messages'
import { useModelEditorStore } from './model-editor'

type Editor = ReturnType<typeof useModelEditorStore>
let editor: Editor

beforeEach(async () => {
  createTestApp({
    listExperiments: () => [
      { id: 'opened:small', source: 'opened', experiment: createExperiment(), draft: null }
    ],
    keepDraft: () => undefined
  })
  await useExperimentsStore().load()
  editor = useModelEditorStore()
})

const names = (): string[] => editor.graph?.layers.map(({ name }) => name) ?? []

describe('editing the model', () => {
  it('adds behind what is chosen, chooses what is new, and takes it back', async () => {
    editor.select(['image'])
    editor.add('Conv2D')
    expect(names()).toEqual(['image', 'conv2d', 'flatten', 'classes'])
    expect(editor.selection).toEqual(['conv2d'])
    const edits = useExperimentEditsStore()
    expect(edits.undoLabel).toBe('the new Conv2D')
    edits.undo()
    await flushPromises()
    expect(names()).toEqual(['image', 'flatten', 'classes'])
    expect(editor.selection).toEqual([])
    edits.redo()
    expect(names()).toContain('conv2d')
  })

  it('removes, and chooses what came before', () => {
    editor.select(['flatten'])
    editor.remove()
    expect(names()).toEqual(['image', 'classes'])
    expect(editor.selection).toEqual(['image'])
    expect(editor.findings.map(({ layer, topic }) => [layer, topic])).toEqual([
      ['classes', 'layer']
    ])
  })

  it('says what cannot be done, and changes nothing', () => {
    editor.select(['image'])
    editor.remove()
    expect(names()).toEqual(['image', 'flatten', 'classes'])
    expect(useMessagesStore().messages[0]?.text).toMatch(/where the pictures enter/)
    editor.connect('classes', 'flatten')
    expect(useMessagesStore().messages[1]?.text).toMatch(/round in a circle/)
    expect(useExperimentEditsStore().isEdited).toBe(false)
  })

  it('typing one parameter is one edit', () => {
    editor.select(['classes'])
    for (const units of [1, 12, 128]) editor.setParam('units', units)
    useExperimentEditsStore().undo()
    expect(editor.graph?.layers.at(-1)?.params.units).toBe(10)
  })

  it('copies as text and pastes it', () => {
    editor.select(['flatten'])
    const text = editor.copy()
    expect(editor.paste('something else')).toBe(false)
    expect(text !== null && editor.paste(text)).toBe(true)
    expect(names()).toEqual(['image', 'flatten', 'flatten_1', 'classes'])
  })
})

describe('the palette', () => {
  it('has every layer but the input, on shelves', () => {
    const kinds = shelves.flatMap(({ entries }) => entries.map(({ kind }) => kind))
    expect(kinds).not.toContain('InputLayer')
    expect(new Set(kinds).size).toBe(40)
  })

  it.each([
    ['conv', 'Conv1D'],
    ['conv2d', 'Conv2D'],
    ['gap', 'GlobalAveragePooling2D'],
    ['bn', 'BatchNormalization'],
    ['drop', 'Dropout'],
    ['fully-connected', 'Dense']
  ])('finds %s: %s', (typed, kind) => {
    expect(searchLayers(typed).some((entry) => entry.kind === kind)).toBe(true)
    if (typed !== 'conv' && typed !== 'gap') expect(searchLayers(typed)[0]?.kind).toBe(kind)
  })

  it('finds nothing for nonsense', () => {
    expect(searchLayers('qqq')).toEqual([])
  })
})

it('arrow keys go along the connections', () => {
  const { graph } = editor
  if (!graph) throw new Error('no graph')
  expect(findNeighbour(graph, 'image', 'down')).toBe('flatten')
  expect(findNeighbour(graph, 'flatten', 'up')).toBe('image')
  expect(findNeighbour(graph, 'image', 'up')).toBeNull()
  expect(findNeighbour(graph, 'flatten', 'right')).toBe('classes')
})
