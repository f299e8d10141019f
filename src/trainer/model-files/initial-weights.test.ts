import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { startRunSchema } from '@shared/contract/trainer'
import { layers, type LayerKind } from '@shared/layers'
import { analyzeModel, parseModel, toKerasJson } from '@shared/model'
import { blankModel, chain } from '@shared/model/testing'
import { templates } from '@shared/templates'
import type { z } from 'zod'
import { buildModel } from '../build-model'
import { gatherWeights } from '../checkpoint/tensors'
import { createOptimizer } from '../optimizers'
import { findStartingPoint } from '../starting-point'
import { copyWeights } from '../weights'
import { keepInitialWeights } from './initial-weights'
import { experimentSchema } from '@shared/experiment'

const folder = mkdtempSync(join(tmpdir(), 'receptive-initial-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const build = (graph: Parameters<typeof buildModel>[0], seed = 1) =>
  buildModel(graph, { seed, loss: 'categorical_crossentropy', clock: { step: 0 } })

describe('the names of weights', () => {
  const withWeights = (Object.keys(layers) as LayerKind[]).flatMap((kind) => {
    if (kind === 'InputLayer') return []
    const axes = /1D$/.test(kind) ? [9, 3] : /3D$/.test(kind) ? [9, 9, 9, 3] : [9, 9, 3]
    const shape = kind === 'Dense' ? [9] : axes
    const graph = chain(blankModel(shape), kind)
    const [, analysis] = analyzeModel(graph).layers
    return analysis && analysis.weights.length > 0 ? [[kind, graph] as const] : []
  })

  // A file's weights are brought in by Keras' names: training must know them by the same.
  it.each(withWeights)('of %s are those of Keras', async (_kind, graph) => {
    const network = await build(graph)
    const names = analyzeModel(graph).layers.flatMap(({ layer, weights }) =>
      weights.map(({ name, shape }) => ({ name: `${layer.name}/${name}`, shape }))
    )
    expect(
      copyWeights(network)
        .map(({ name, shape }) => ({ name, shape }))
        .sort(byName)
    ).toEqual([...names].sort(byName))
    network.dispose()
  })
})

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)

describe('a run that begins with given weights', () => {
  const lenet = templates.find(({ id }) => id === 'lenet-5')
  const graph = lenet?.build({ inputShape: [28, 28, 1], classCount: 10 }) ?? blankModel()
  const request = (file: string) =>
    ({
      experiment: experimentSchema.parse({
        version: 1,
        name: 'given',
        dataset: { id: 'mnist' },
        model: toKerasJson(graph),
        initialWeights: { file, source: 'lenet.keras' },
        training: {
          optimizer: { kind: 'adam' },
          loss: 'categorical_crossentropy',
          epochs: 1
        }
      }),
      weightsFolder: folder,
      resume: false,
      continueFrom: null
    }) as unknown as z.output<typeof startRunSchema>
  const start = (file: string) =>
    findStartingPoint(request(file), {} as never, { trainCount: 1, validationCount: 0 })
  const events = { record: () => undefined }

  it('has them, bit for bit, and says so', async () => {
    const [source, network] = [await build(graph, 7), await build(graph, 8)]
    const file = keepInitialWeights(folder, {
      source: 'lenet.keras',
      weights: gatherWeights(source)
    })
    const point = start(file)
    expect(point.notes).toEqual(['Begins with the weights of lenet.keras.'])
    const optimizer = createOptimizer(
      request(file).experiment.training.optimizer,
      network.variables
    )
    expect(copyWeights(network)).not.toEqual(copyWeights(source))
    point.restore({ network, optimizer } as never, events as never)
    const values = (one: typeof source) => copyWeights(one).map((copy) => copy.values)
    expect(values(network)).toEqual(values(source))
    expect(optimizer.iterations).toBe(0)
  })

  it('of another network is refused with both shapes', async () => {
    const other = await build(chain(blankModel([28, 28, 1]), 'Flatten', ['Dense', { units: 3 }]))
    const file = keepInitialWeights(folder, { source: 'x.h5', weights: gatherWeights(other) })
    const network = await build(parseModel(toKerasJson(graph)))
    const optimizer = createOptimizer(
      request(file).experiment.training.optimizer,
      network.variables
    )
    expect(() => start(file).restore({ network, optimizer } as never, events as never)).toThrow(
      /do not fit this experiment: weight\/c1\/kernel is missing, expected \[5, 5, 1, 6\]/
    )
  })

  it('that are gone is refused before it begins', () => {
    expect(() => start(`${'0'.repeat(32)}.weights`)).toThrow(/they are not in the workspace/)
  })
})
