import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layers, type LayerKind } from '../../layers'
import { analyzeModel, parseModel, toModelDocument, type ModelGraph } from '../index'
import { blankModel, chain, describeGraph } from '../testing'
import {
  addLayer,
  alignPlaces,
  connectLayers,
  disconnectLayers,
  duplicateLayers,
  findBlock,
  groupLayers,
  insertLayers,
  moveLayers,
  nameOfKind,
  placeLayers,
  readFragment,
  removeLayers,
  renameBlock,
  renameLayer,
  repeatBlock,
  replaceConnection,
  setCollapsed,
  setParam,
  setTrainable,
  tidy,
  ungroup,
  writeFragment
} from './index'

const classifier = () =>
  chain(blankModel(), 'Conv2D', 'MaxPooling2D', 'Flatten', ['Dense', { units: 10 }])

describe('layers', () => {
  it('are named as Keras names them', () => {
    expect(
      (['Conv2D', 'MaxPooling2D', 'ReLU', 'PReLU', 'GlobalAveragePooling2D'] as const).map(
        nameOfKind
      )
    ).toEqual(['conv2d', 'max_pooling2d', 're_lu', 'p_re_lu', 'global_average_pooling2d'])
  })

  it('are put behind another one, and what followed takes the new one', () => {
    const { graph, names } = addLayer(classifier(), { kind: 'Conv2D' }, { after: 'conv2d' })
    expect(names).toEqual(['conv2d_1'])
    expect(describeGraph(graph)).toEqual([
      'image',
      'conv2d < image',
      'conv2d_1 < conv2d',
      'max_pooling2d < conv2d_1',
      'flatten < max_pooling2d',
      'dense < flatten *'
    ])
  })

  it('begin with the parameters of the table', () => {
    const { graph } = addLayer(
      blankModel(),
      { kind: 'Conv2D', params: { filters: 8 } },
      { after: 'image' }
    )
    expect(graph.layers[1]?.params).toMatchObject({
      filters: 8,
      kernelSize: [3, 3],
      padding: 'valid'
    })
  })

  it.each(Object.keys(layers) as LayerKind[])('a new %s can be written and read again', (kind) => {
    const { graph } = addLayer(blankModel(), { kind }, { after: null })
    expect(parseModel(toModelDocument(graph))).toEqual(graph)
  })

  it('can be put into one connection of several', () => {
    const forked = connectLayers(
      addLayer(chain(blankModel(), 'ReLU'), { kind: 'Add' }, { after: 're_lu' }).graph,
      'image',
      'add'
    )
    const { graph } = addLayer(forked, { kind: 'ELU' }, { after: 'image', before: 'add' })
    expect(describeGraph(graph)).toEqual([
      'image',
      'elu < image',
      're_lu < image',
      'add < re_lu + elu *'
    ])
  })

  it('are removed, and the layers around them joined', () => {
    expect(describeGraph(removeLayers(classifier(), ['conv2d', 'flatten', 'dense']))).toEqual([
      'image',
      'max_pooling2d < image *'
    ])
  })

  it('refuses to remove the input', () => {
    expect(() => removeLayers(classifier(), ['image'])).toThrow(
      /where the pictures enter; it stays/
    )
  })

  it('are moved', () => {
    expect(describeGraph(moveLayers(classifier(), ['conv2d'], 'max_pooling2d'))).toEqual([
      'image',
      'max_pooling2d < image',
      'conv2d < max_pooling2d',
      'flatten < conv2d',
      'dense < flatten *'
    ])
    expect(moveLayers(classifier(), ['dense'], 'image').output).toBe('flatten')
  })

  it('are duplicated behind the last of them, joined as they were', () => {
    const { graph, names } = duplicateLayers(classifier(), ['conv2d', 'max_pooling2d'])
    expect(names).toEqual(['conv2d_1', 'max_pooling2d_1'])
    expect(describeGraph(graph).slice(2)).toEqual([
      'max_pooling2d < conv2d',
      'conv2d_1 < max_pooling2d',
      'max_pooling2d_1 < conv2d_1',
      'flatten < max_pooling2d_1',
      'dense < flatten *'
    ])
  })

  it('are renamed wherever they are named', () => {
    const drawn = groupLayers(
      placeLayers(classifier(), { dense: { x: 1, y: 2 } }),
      ['dense'],
      'head'
    )
    const graph = renameLayer(drawn, 'dense', 'classes')
    expect(graph.output).toBe('classes')
    expect(graph.drawing).toMatchObject({
      places: { classes: { x: 1, y: 2 } },
      blocks: [{ layers: ['classes'] }]
    })
    expect(() => renameLayer(graph, 'classes', 'flatten')).toThrow(
      /Another layer is named 'flatten'/
    )
    expect(() => renameLayer(graph, 'classes', 'a b')).toThrow(/cannot be named "a b"/)
  })

  it('take a parameter together, those that have it', () => {
    const graph = setParam(classifier(), ['conv2d', 'flatten', 'dense'], 'activation', 'relu')
    expect(graph.layers.map(({ params }) => params.activation)).toEqual([
      undefined,
      'relu',
      undefined,
      undefined,
      'relu'
    ])
    expect(setTrainable(graph, ['dense'], false).layers.at(-1)?.isTrainable).toBe(false)
  })
})

describe('connections', () => {
  it('of a join are added, of any other layer replaced', () => {
    const joined = connectLayers(chain(blankModel(), 'ReLU', 'Add'), 'image', 'add')
    expect(describeGraph(joined).at(-1)).toBe('add < re_lu + image *')
    expect(
      describeGraph(connectLayers(chain(blankModel(), 'ReLU', 'ELU'), 'image', 'elu'))
    ).toEqual(['image', 're_lu < image', 'elu < image *'])
    expect(describeGraph(disconnectLayers(joined, 're_lu', 'add')).at(-1)).toBe('add < image *')
    expect(
      describeGraph(
        replaceConnection(chain(joined, 'Add'), { from: 'add', to: 'add_1', next: 're_lu' })
      ).at(-1)
    ).toBe('add_1 < re_lu *')
  })

  it('never go round in a circle', () => {
    expect(() => connectLayers(classifier(), 'dense', 'conv2d')).toThrow(/round in a circle/)
    expect(() => connectLayers(classifier(), 'dense', 'dense')).toThrow(/round in a circle/)
    expect(() => connectLayers(classifier(), 'dense', 'image')).toThrow(/takes no input/)
    expect(() => connectLayers(classifier(), 'conv2d', 'max_pooling2d')).toThrow(/already takes/)
  })

  it('a loose layer and a second end are errors of that layer', () => {
    const loose = addLayer(classifier(), { kind: 'ReLU' }, { after: null }).graph
    expect(analyzeModel(loose).errors).toEqual([
      "ReLU 're_lu': is not connected. Connect it to the layer whose output it takes, or remove it."
    ])
    expect(analyzeModel(connectLayers(loose, 'conv2d', 're_lu')).errors).toEqual([
      "ReLU 're_lu': is a second end; a network here has one output, 'dense'. Join the two with Add or Concatenate, or remove it."
    ])
  })
})

describe('the drawing', () => {
  it('is kept in the document, and forgotten with its layers', () => {
    const placed = placeLayers(classifier(), { conv2d: { x: 1, y: 2 }, nothing: { x: 0, y: 0 } })
    expect(placed.drawing?.places).toEqual({ conv2d: { x: 1, y: 2 } })
    expect(parseModel(toModelDocument(placed)).drawing).toEqual(placed.drawing)
    expect(removeLayers(placed, ['conv2d']).drawing).toBeUndefined()
    expect(tidy(placed).drawing).toBeUndefined()
  })

  it('that means nothing is none', () => {
    const document = { ...toModelDocument(classifier()), drawing: { places: { conv2d: 'here' } } }
    expect(parseModel(document).drawing).toBeUndefined()
  })

  it('is aligned', () => {
    const places = { a: { x: 0, y: 0 }, b: { x: 10, y: 10 }, c: { x: 20, y: 100 } }
    expect(alignPlaces(places, 'left').c).toEqual({ x: 0, y: 100 })
    expect(alignPlaces(places, 'center').a).toEqual({ x: 10, y: 0 })
    expect(alignPlaces(places, 'top').c).toEqual({ x: 20, y: 0 })
    expect(alignPlaces(places, 'spread').b).toEqual({ x: 10, y: 50 })
  })
})

describe('blocks', () => {
  const grouped = () => groupLayers(classifier(), ['conv2d', 'max_pooling2d'], 'stage')

  it('are named, folded and taken apart', () => {
    expect(findBlock(grouped(), 'conv2d')?.name).toBe('stage')
    expect(findBlock(setCollapsed(grouped(), 'stage', true), 'conv2d')?.isCollapsed).toBe(true)
    expect(findBlock(renameBlock(grouped(), 'stage', ' first '), 'conv2d')?.name).toBe('first')
    expect(ungroup(grouped(), 'stage').drawing).toBeUndefined()
  })

  it('share no layer', () => {
    const again = groupLayers(grouped(), ['max_pooling2d', 'flatten'], 'stage')
    expect(again.drawing?.blocks).toEqual([
      { name: 'stage 2', layers: ['max_pooling2d', 'flatten'], isCollapsed: false },
      { name: 'stage', layers: ['conv2d'], isCollapsed: false }
    ])
  })

  it('are repeated, each repeat a block of its own', () => {
    const graph = repeatBlock(grouped(), 'stage', 3)
    expect(describeGraph(graph)).toEqual([
      'image',
      'conv2d < image',
      'max_pooling2d < conv2d',
      'conv2d_1 < max_pooling2d',
      'max_pooling2d_1 < conv2d_1',
      'conv2d_2 < max_pooling2d_1',
      'max_pooling2d_2 < conv2d_2',
      'flatten < max_pooling2d_2',
      'dense < flatten *'
    ])
    expect(graph.drawing?.blocks.map(({ name }) => name).sort()).toEqual([
      'stage',
      'stage 2',
      'stage 3'
    ])
    expect(() => repeatBlock(grouped(), 'stage', 1)).toThrow(/2 to 50 times/)
  })

  it('with a shortcut inside keep it', () => {
    const residual = connectLayers(chain(blankModel(), 'ReLU', 'Conv2D', 'Add'), 're_lu', 'add')
    const graph = repeatBlock(groupLayers(residual, ['conv2d', 'add'], 'residual'), 'residual', 2)
    expect(describeGraph(graph).slice(2)).toEqual([
      'conv2d < re_lu',
      'add < conv2d + re_lu',
      'conv2d_1 < add',
      'add_1 < conv2d_1 + add *'
    ])
  })
})

describe('the clipboard', () => {
  it('carries layers into another model', () => {
    const text = writeFragment(setParam(classifier(), ['conv2d'], 'filters', 7), [
      'conv2d',
      'flatten'
    ])
    const given = readFragment(text)
    const { graph, names } = insertLayers(
      chain(blankModel([8, 8, 1]), 'ReLU'),
      given ?? [],
      're_lu'
    )
    expect(names).toEqual(['conv2d', 'flatten'])
    expect(graph.layers[2]?.params.filters).toBe(7)
    expect(describeGraph(graph).slice(2)).toEqual(['conv2d < re_lu', 'flatten < re_lu *'])
  })

  it('of something else is nothing to paste', () => {
    expect(readFragment('hello')).toBeNull()
    expect(readFragment('{"receptive":"runs"}')).toBeNull()
  })

  it('that is damaged says so', () => {
    const layer = { class_name: 'Lambda', name: 'x', config: {}, inbound_nodes: [] }
    const text = JSON.stringify({ receptive: 'layers', layers: [layer] })
    expect(() => readFragment(text)).toThrow(/program code, which is never run/)
    const odd = JSON.stringify({ receptive: 'layers', layers: [{ ...layer, inbound_nodes: [7] }] })
    expect(() => readFragment(odd)).toThrow(/clipboard are damaged/)
  })
})

describe('any row of edits', () => {
  const kinds = Object.keys(layers).filter((kind) => kind !== 'InputLayer') as LayerKind[]
  const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T
  const step = fc.tuple(fc.nat(7), fc.nat(), fc.nat(), fc.nat())

  const apply = (graph: ModelGraph, [what, a, b, c]: readonly number[]): ModelGraph => {
    const names = graph.layers.map(({ name }) => name)
    const [one, other] = [pick(names, a ?? 0), pick(names, b ?? 0)]
    switch (what) {
      case 0:
        return removeLayers(graph, [one])
      case 1:
        return connectLayers(graph, one, other)
      case 2:
        return moveLayers(graph, [one], other)
      case 3:
        return duplicateLayers(graph, [one, other]).graph
      case 4:
        return groupLayers(graph, [one, other], 'block')
      case 5:
        return disconnectLayers(graph, one, other)
      default:
        return addLayer(graph, { kind: pick(kinds, c ?? 0) }, { after: one }).graph
    }
  }

  it('gives a model that can be written, read and analysed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const graph = steps.reduce((before, one) => {
          try {
            return apply(before, one)
          } catch (error) {
            expect((error as Error).name).toBe('UserError')
            return before
          }
        }, blankModel())
        expect(parseModel(toModelDocument(graph))).toEqual(graph)
        expect(graph.layers.map(({ name }) => name)).toContain(graph.output)
        expect(analyzeModel(graph).layers).toHaveLength(graph.layers.length)
      }),
      { numRuns: 150 }
    )
  })
})
