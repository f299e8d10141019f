import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerKind } from '../layers'
import { templates } from '../templates'
import { compareModels, type DifferenceRow } from './difference'
import { addLayer, connectLayers, moveLayers, removeLayers, renameLayer, setParam } from './edit'
import type { ModelGraph } from './graph'
import { blankModel, chain } from './testing'

const template = (id: string): ModelGraph => {
  const found = templates.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found.build({ inputShape: [32, 32, 3], classCount: 10 })
}

const compare = (a: ModelGraph, b: ModelGraph) => compareModels(a, b, { batchSize: 1 })

/** Rows that differ: `+dropout1`, `-bn1`, `conv3a Filters 128>256`. */
function describeRows(rows: readonly DifferenceRow[]): string[] {
  return rows.flatMap(({ kind, before, after, changes }) => {
    if (kind === 'same') return []
    if (kind === 'added') return [`+${after?.layer.name}`]
    if (kind === 'removed') return [`-${before?.layer.name}`]
    const words = changes.map(({ label, before: from, after: to }) => `${label} ${from}>${to}`)
    return [`${before?.layer.name} ${words.join(', ')}`]
  })
}

describe('the difference of two models', () => {
  it('of the lecture’s first and second network', () => {
    const { rows, before, after } = compare(template('lecture-1'), template('lecture-2'))
    expect(describeRows(rows)).toEqual([
      '+dropout1',
      '+dropout2',
      'conv3a Filters 128>256, Output 8×8×128>8×8×256',
      'conv3b Filters 128>256, Output 8×8×128>8×8×256',
      'pool3 Output 4×4×128>4×4×256',
      'flatten Output 2048>4096',
      '+dropout3',
      '+dropout4'
    ])
    expect([before.parameters, after.parameters]).toEqual([558_186, 1_336_682])
  })

  it('of the second and the third', () => {
    const { rows } = compare(template('lecture-2'), template('lecture-3'))
    expect(describeRows(rows)).toEqual(['+bn1', '+bn2', '+bn3'])
  })

  it('sees a layer that is only called otherwise as the same', () => {
    const graph = template('lecture-1')
    expect(describeRows(compare(graph, renameLayer(graph, 'conv2a', 'other')).rows)).toEqual([])
  })

  it('sees what was put into the middle, taken out, changed and moved', () => {
    const graph = template('small-vgg')
    const added = addLayer(graph, { kind: 'BatchNormalization' }, { after: 'conv1a' }).graph
    expect(describeRows(compare(graph, added).rows)).toEqual(['+batch_normalization'])
    expect(describeRows(compare(graph, removeLayers(graph, ['dropout'])).rows)).toEqual([
      '-dropout'
    ])
    expect(describeRows(compare(graph, setParam(graph, ['dropout'], 'rate', 0.2)).rows)).toEqual([
      'dropout Rate 0.5>0.2'
    ])
    expect(describeRows(compare(graph, moveLayers(graph, ['dropout'], 'flatten')).rows)).toEqual([
      '+dropout',
      '-dropout'
    ])
  })

  it('sees another shortcut', () => {
    const graph = connectLayers(chain(blankModel(), 'ReLU', 'ELU', 'Add'), 're_lu', 'add')
    const other = connectLayers(chain(blankModel(), 'ReLU', 'ELU', 'Add'), 'image', 'add')
    expect(describeRows(compare(graph, other).rows)).toEqual(['add Takes elu + re_lu>elu + image'])
  })

  const kinds = ['ReLU', 'ELU', 'Dropout', 'BatchNormalization', 'Conv2D'] as const
  const model = fc
    .array(fc.constantFrom<LayerKind>(...kinds), { maxLength: 12 })
    .map((list) => chain(blankModel(), ...list.map((kind) => [kind, { padding: 'same' }] as const)))

  it('with itself is none', () => {
    fc.assert(fc.property(model, (graph) => describeRows(compare(graph, graph).rows).length === 0))
  })

  it('one way is the other way round', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        const count = (rows: readonly DifferenceRow[], kind: string) =>
          rows.filter((row) => row.kind === kind).length
        const [there, back] = [compare(a, b).rows, compare(b, a).rows]
        expect(count(there, 'added')).toBe(count(back, 'removed'))
        expect(count(there, 'removed')).toBe(count(back, 'added'))
      })
    )
  })

  it('has every layer of both once', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        const { rows } = compare(a, b)
        expect(rows.flatMap(({ before }) => (before ? [before.layer.name] : []))).toEqual(
          a.layers.map(({ name }) => name)
        )
        expect(rows.flatMap(({ after }) => (after ? [after.layer.name] : []))).toEqual(
          b.layers.map(({ name }) => name)
        )
      })
    )
  })
})
