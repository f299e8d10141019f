import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { completeAugmentation } from '@shared/augmentation'
import { experimentSchema, type Experiment } from '@shared/experiment'
import { featureMapRequestSchema, type FeatureMap } from '@shared/feature-maps'
import { parseModel, toKerasJson, type ModelGraph } from '@shared/model'
import { addLayer, setParam } from '@shared/model/edit'
import { blankModel, chain } from '@shared/model/testing'
import { buildLayers } from '../build-model'
import type { CheckpointHeader } from '../checkpoint/checkpoint'
import { checkpointFolderOf, createCheckpointWriter } from '../checkpoint/checkpoint-folder'
import { createResidentDataset, disposeBatch } from '../resident-dataset'
import { tf } from '../tf'
import { walkLayers } from '../walk-layers'
import { assignValues } from '../weights'
import type { ShelvedDataset } from './dataset-shelf'
import { computeFeatureMaps } from './feature-maps'
import { createMosaic } from './mosaic'
import { probeTraining, takeBatches } from './probe'
import { cutSoundGraph } from './sound-graph'
import { findTrainingShare } from './training-share'

const folder = mkdtempSync(join(tmpdir(), 'receptive-maps-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fixture = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'keras-feature-maps.json'), 'utf8')
) as {
  writtenBy: string
  model: { class_name: string; config: object }
  pixels: number[]
  weights: { name: string; shape: number[]; values: number[] }[]
  outputs: Record<string, number[]>
}

const images = (count: number) => {
  const all = new Uint8Array(count * 108)
  for (let one = 0; one < count; one++) all.set(fixture.pixels, one * 108)
  return all
}
const dataset = {
  card: { id: 'test', label: 'Test', imageShape: [6, 6, 3], classNames: ['a', 'b', 'c'] },
  train: { images: images(12), labels: Int32Array.from({ length: 12 }, (_, one) => one % 3) },
  test: { images: images(4), labels: Int32Array.of(0, 1, 2, 0) }
} as unknown as ShelvedDataset

const request = (graph: ModelGraph, changes: object = {}) =>
  featureMapRequestSchema.parse({
    picture: { part: 'train', index: 1 },
    model: toKerasJson(graph),
    seed: 1,
    weights: { kind: 'initial' },
    loss: 'categorical_crossentropy',
    validation: { kind: 'none' },
    tile: 6,
    ...changes
  })

describe(`what each layer gives, against ${fixture.writtenBy}`, () => {
  it('is what Keras gives', async () => {
    const graph = parseModel(fixture.model)
    const model = await buildLayers(graph, { seed: 1, clock: { step: 0 } })
    for (const weight of model.weights) {
      const found = fixture.weights.find(({ name }) => name === weight.originalName)
      assignValues(weight.read() as never, Float32Array.from(found?.values ?? []))
    }
    const batch = tf.div(tf.tensor(fixture.pixels, [1, 6, 6, 3]), 255)
    const seen: string[] = []
    walkLayers({ graph, model, images: batch, isTraining: false }, ({ name, output }) => {
      seen.push(name)
      const expected = fixture.outputs[name] ?? []
      const values = output.dataSync()
      expect(values).toHaveLength(expected.length)
      expected.forEach((value, index) =>
        expect(Math.abs((values[index] ?? NaN) - value), `${name}[${index}]`).toBeLessThan(1e-5)
      )
    })
    expect(seen).toEqual(Object.keys(fixture.outputs))
    batch.dispose()
    model.dispose()
  })
})

const header = (step: number): CheckpointHeader => ({
  runId: 'run',
  seed: 1,
  tensorflowVersion: '2.21.0',
  isOneDnnEnabled: true,
  step,
  position: { epoch: 1, batch: 1, sums: { values: {}, counts: {}, weight: 0 }, stage: 'epochs' },
  epochsDone: 0,
  origin: { step: 0, epoch: 1, batch: 0 },
  plan: { epochs: 1, samplesEverySteps: 25, baseLearningRate: 0.001, maxSteps: null },
  data: { trainCount: 12, validationCount: 0 },
  optimizer: 'adam',
  iterations: step,
  callbackStates: [],
  elapsedMs: 1,
  metrics: { bytes: 0, seq: 0 },
  eventBytes: 0
})

describe('feature maps', () => {
  const graph = parseModel(fixture.model)
  const find = (maps: readonly FeatureMap[], name: string) => maps.find((map) => map.name === name)

  it('are mosaics of every layer, and probabilities at the end', async () => {
    const before = tf.memory().numTensors
    const { maps, label, step } = await computeFeatureMaps(dataset, request(graph), null)
    expect(tf.memory().numTensors).toBe(before)
    expect(label).toBe(1)
    expect(step).toBeNull()
    expect(maps.map(({ name }) => name)).toEqual(graph.layers.map(({ name }) => name))
    expect(find(maps, 'conv')).toMatchObject({ kind: 'maps', mapCount: 4, shownCount: 4, min: 0 })
    expect(find(maps, 'flatten')).toMatchObject({ kind: 'values', mapCount: 36 })
    const end = find(maps, 'classes')
    expect(end?.kind).toBe('probabilities')
    expect(end?.probabilities?.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5)
  })

  it('follow from the seed, and from the picture', async () => {
    const pixels = async (changes: object): Promise<Uint8Array | undefined> =>
      find((await computeFeatureMaps(dataset, request(graph, changes), null)).maps, 'conv2')?.pixels
    expect(await pixels({})).toEqual(await pixels({}))
    expect(await pixels({ seed: 2 })).not.toEqual(await pixels({}))
  })

  it('flow up to the first layer that cannot be, on every branch', async () => {
    const broken = setParam(graph, ['pool'], 'poolSize', [64, 64])
    const { maps } = await computeFeatureMaps(dataset, request(broken), null)
    expect(maps.map(({ name }) => name)).toEqual(['image', 'conv', 'bn', 'conv2', 'add'])
    const loose = addLayer(graph, { kind: 'ReLU' }, { after: null }).graph
    expect((await computeFeatureMaps(dataset, request(loose), null)).maps).toHaveLength(9)
    const only = await computeFeatureMaps(dataset, request(blankModel([6, 6, 3])), null)
    expect(only.maps.map(({ name }) => name)).toEqual(['image'])
  })

  it('of a run are those of its newest weights, and say what it never trained', async () => {
    const run = join(folder, 'run')
    mkdirSync(join(run, 'checkpoints'), { recursive: true })
    const tensors = fixture.weights.map(({ name, shape, values }) => ({
      name: `weight/${name}`,
      shape,
      values: Float32Array.from(values)
    }))
    createCheckpointWriter(checkpointFolderOf(run)).write({ header: header(41), tensors })
    const { maps, step, notes } = await computeFeatureMaps(dataset, request(graph), run)
    expect([step, notes]).toEqual([41, []])
    const expected = fixture.outputs.classes ?? []
    find(maps, 'classes')?.probabilities?.forEach((value, index) =>
      expect(Math.abs(value - (expected[index] ?? NaN))).toBeLessThan(1e-5)
    )
    const wider = addLayer(graph, { kind: 'Conv2D' }, { after: 'conv' }).graph
    const other = await computeFeatureMaps(dataset, request(wider), run)
    expect(other.notes[0]).toMatch(
      /^Not trained by that run, and so as they begin: .*conv2d\/kernel/
    )
  })

  it('of a run without weights, and of a picture that does not go in, are refused in words', async () => {
    mkdirSync(join(folder, 'empty'))
    await expect(
      computeFeatureMaps(dataset, request(graph), join(folder, 'empty'))
    ).rejects.toThrow(/This run has no weights yet/)
    await expect(computeFeatureMaps(dataset, request(blankModel([4, 4, 3])), null)).rejects.toThrow(
      /pictures are never cropped/
    )
    await expect(
      computeFeatureMaps(dataset, request(graph, { picture: { part: 'train', index: 99 } }), null)
    ).rejects.toThrow(/none at place 99/)
    const large = chain(blankModel([6, 6, 3]), ['UpSampling2D', { size: [1024, 1024] }])
    await expect(computeFeatureMaps(dataset, request(large), null)).rejects.toThrow(
      /too much to be shown/
    )
  })
})

describe('a mosaic', () => {
  it('lays maps side by side, from the smallest value to the largest', () => {
    // Two maps of 1 by 2: [0, 1] and [2, 3].
    const mosaic = createMosaic([0, 2, 1, 3], [1, 2, 2], { tile: 2, mostMaps: 9 })
    expect(mosaic).toMatchObject({ columns: 2, rows: 1, width: 4, height: 1, min: 0, max: 3 })
    expect([...mosaic.pixels]).toEqual([0, 85, 170, 255])
  })

  it('counts maps that are zero, and tells of values that are no numbers', () => {
    const mosaic = createMosaic([0, NaN, 0, 1], [1, 2, 2], { tile: 2, mostMaps: 9 })
    expect(mosaic).toMatchObject({ deadShare: 0.5, hasStrangeValues: true })
  })

  it('shows some of many, evenly', () => {
    const mosaic = createMosaic(
      Float32Array.from({ length: 100 }, (_, one) => one),
      [1, 1, 100],
      { tile: 4, mostMaps: 10 }
    )
    expect(mosaic).toMatchObject({ mapCount: 100, shownCount: 10 })
  })
})

it('the part without errors may have several ends', () => {
  const graph = chain(blankModel(), 'ReLU', ['Conv1D', { filters: 2 }], 'Flatten')
  expect(cutSoundGraph(graph)).toMatchObject({ ends: ['re_lu'], isWhole: false })
})

describe('the probe', () => {
  const experiment = (graph: ModelGraph, training: object = {}): Experiment =>
    experimentSchema.parse({
      version: 1,
      name: 'probe',
      dataset: { id: 'test', validation: { kind: 'last-fraction', fraction: 0.25 } },
      model: toKerasJson(graph),
      training: {
        optimizer: { kind: 'sgd' },
        loss: 'categorical_crossentropy',
        epochs: 7,
        batchSize: 4,
        ...training
      }
    })

  it('measures steps, shares them out among the layers, and counts epochs', async () => {
    const before = tf.memory().numTensors
    const result = await probeTraining(dataset, experiment(parseModel(fixture.model)))
    expect(tf.memory().numTensors).toBe(before)
    expect(result.stepMs).toHaveLength(3)
    expect([...result.stepMs].sort((a, b) => a - b)).toEqual(result.stepMs)
    // Nine pictures in batches of four, three more for validation, four for the test.
    expect(result).toMatchObject({ batchSize: 4, stepsPerEpoch: 3, epochs: 7 })
    const [, step = 0] = result.stepMs
    expect(result.epochMs).toBeCloseTo(3 * step + result.evaluationMs, 6)
    expect(result.totalMs).toBeCloseTo(7 * result.epochMs + result.evaluationMs, 6)
    const shares = result.layers.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    expect(shares).toBeCloseTo(step, 6)
    expect(result.layers.map(({ name }) => name)).toContain('conv2')
  })

  it('sees the pictures that a training sees, standardised by the same measures', () => {
    const { card, test } = dataset
    // Each picture is brighter than the one before: the held ones would move the mean.
    const train = {
      ...dataset.train,
      images: Uint8Array.from({ length: 12 * 108 }, (_, value) => 20 * Math.floor(value / 108))
    }
    const bright = { card, train, test } as ShelvedDataset
    const graph = parseModel(fixture.model)
    const validation = { kind: 'last-fraction', fraction: 0.25 } as const
    const augmentation = { featurewise_center: true }
    const probed = takeBatches(
      bright,
      { ...experiment(graph), augmentation },
      { share: findTrainingShare(bright, validation), batchSize: 4, graph, clock: { step: 0 } }
    )
    const trained = createResidentDataset(bright, {
      imageShape: card.imageShape,
      inputShape: card.imageShape,
      validation,
      augmentation: completeAugmentation(augmentation)
    })
    const rows = Int32Array.of(0, 1, 2, 3)
    const batches = [probed.make(0), trained.train.gatherBatch(rows)]
    const [seen, expected] = batches.map(({ images }) => images.dataSync())
    expect(seen).toEqual(expected)
    batches.forEach(disposeBatch)
    probed.dispose()
    trained.dispose()
  })

  it('refuses what cannot be trained', async () => {
    const broken = setParam(parseModel(fixture.model), ['classes'], 'units', 5)
    await expect(probeTraining(dataset, experiment(broken))).rejects.toThrow(/gives 5 values/)
    await expect(
      probeTraining(
        dataset,
        experiment(parseModel(fixture.model), { batchSize: 65_536, optimizer: { kind: 'adam' } })
      )
    ).resolves.toMatchObject({ batchSize: 9 })
  })
})
