import { mkdtempSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { FoundModel } from '@shared/model-file'
import { parseModel } from '@shared/model'
import { readInitialWeights } from './initial-weights'
import { readModelFile } from './read-model-file'

const folder = mkdtempSync(join(tmpdir(), 'receptive-model-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fixture = (name: string): string => join(__dirname, 'fixtures', name)
const weightsFolder = join(folder, 'weights')
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function read(path: string): Promise<FoundModel> {
  const file = await readModelFile({ path, weightsFolder })
  if (file.kind !== 'model') throw new Error('an experiment')
  return file.found
}

/** What Keras wrote into the fixtures, tensor by tensor, as its own `weights` list them. */
const expected = JSON.parse(readFileSync(fixture('small.json'), 'utf8')) as {
  parameters: number
  architecture: { class_name: string; config: object }
  weights: { name: string; shape: number[]; values: number[] }[]
}

describe('files that Keras wrote', () => {
  it.each([
    ['small.keras', 'keras'],
    ['small.h5', 'hdf5']
  ])('%s has the model and its weights', async (name, format) => {
    const found = await read(fixture(name))
    expect(found).toMatchObject({
      format,
      layerCount: 8,
      parameters: expected.parameters,
      problems: []
    })
    expect(found.model && parseModel(found.model)).toEqual(parseModel(expected.architecture))
    expect(found.weights).toMatchObject({ count: 13, reason: null })
    const { tensors, header } = readInitialWeights(join(weightsFolder, found.weights?.file ?? ''))
    expect(header.source).toBe(name)
    expect(tensors.map((one) => ({ ...one, values: [...one.values] }))).toEqual(
      expected.weights.map(({ name: weight, ...rest }) => ({ name: `weight/${weight}`, ...rest }))
    )
  })

  it('the JSON of to_json has the model', async () => {
    const found = await read(write('plain.json', JSON.stringify(expected.architecture)))
    expect(found).toMatchObject({
      format: 'keras-json',
      parameters: expected.parameters,
      weights: null
    })
  })

  it('an experiment is told from a model', async () => {
    const path = 'resources/experiments/mnist-cnn.json'
    expect(await readModelFile({ path, weightsFolder })).toMatchObject({ kind: 'experiment' })
  })
})

describe('TensorFlow.js', () => {
  const topology = {
    class_name: 'Sequential',
    config: {
      name: 'tiny',
      layers: [
        { class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 3] } }
      ]
    }
  }
  const shard = (values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)
  const manifest = (paths: string[], shape = [3, 2]) => [
    {
      paths,
      weights: [
        { name: 'd/kernel', shape, dtype: 'float32' },
        { name: 'd/bias', shape: [2], dtype: 'float32' }
      ]
    }
  ]
  const model = (weightsManifest: unknown): string =>
    JSON.stringify({ modelTopology: { model_config: topology }, weightsManifest })

  it('is read with the weights beside it', async () => {
    write('group1.bin', shard([1, 2, 3, 4, 5, 6, 7, 8]))
    const found = await read(write('model.json', model(manifest(['group1.bin']))))
    expect(found.weights).toMatchObject({ count: 2, reason: null })
    const { tensors } = readInitialWeights(join(weightsFolder, found.weights?.file ?? ''))
    expect(tensors.map(({ values }) => [...values])).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8]
    ])
  })

  it('weights that do not fit are said, and the architecture is read', async () => {
    const found = await read(write('model.json', model(manifest(['group1.bin'], [2, 3]))))
    expect(found.weights).toMatchObject({
      file: null,
      reason: "Dense 'd': kernel is [3, 2], in the file it is [2, 3]."
    })
  })

  it.each([
    ['../secret', /"\.\.\/secret" is no name of a file beside it/],
    ['/etc/passwd', /is no name of a file beside it/],
    ['gone.bin', /gone\.bin are not beside it/],
    ['short.bin', /weights of d\/kernel are cut off/]
  ])('a shard %s is refused', async (name, message) => {
    write('short.bin', shard([1]))
    await expect(read(write('model.json', model(manifest([name]))))).rejects.toThrow(message)
  })
})

describe('what cannot be represented', () => {
  const layer = (className: string, name: string, config: object, input: string | null) => ({
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: input === null ? [] : [[[input, 0, 0, {}]]]
  })
  const document = {
    class_name: 'Functional',
    config: {
      name: 'odd',
      layers: [
        layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }, null),
        layer('Lambda', 'code', { function: 'x' }, 'image'),
        layer('Conv2D', 'conv', { filters: 2, kernel_size: 3 }, 'code'),
        layer('GroupNormalization', 'gn', {}, 'conv'),
        layer('Flatten', 'flat', {}, 'gn')
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [['flat', 0, 0]]
    }
  }

  it('is all listed by name, and the rest joined', async () => {
    const found = await read(write('odd.json', JSON.stringify(document)))
    expect(found.problems.map(({ layer: name }) => name)).toEqual(['code', 'gn'])
    expect(found.problems[0]?.reason).toMatch(
      /carries program code, which is never run from a file/
    )
    const graph = found.model && parseModel(found.model)
    expect(graph?.layers.map(({ name, inputs }) => [name, ...inputs])).toEqual([
      ['image'],
      ['conv', 'image'],
      ['flat', 'conv']
    ])
  })

  it('and leaves nothing: no model', async () => {
    const { config } = document
    const layers = config.layers.slice(0, 2)
    const text = JSON.stringify({
      ...document,
      config: { ...config, layers, output_layers: [['code', 0, 0]] }
    })
    expect((await read(write('odd.json', text))).model).toBeNull()
  })
})

describe('hostile files', () => {
  it.each([
    ['empty.json', '', /is no model: expected an experiment or Keras JSON/],
    ['text.keras', 'hello', /is no model/],
    ['list.json', '[1]', /is no model/],
    ['half.json', '{"class_name": "Func', /is not valid JSON/],
    ['other.json', '{"a": 1}', /is no model of Keras: "class_name" and "config" are missing/],
    [
      'zip.keras',
      zipSync({ 'a.txt': strToU8('x') }),
      /is a zip file, but no model: config\.json is missing/
    ],
    [
      'nozip.keras',
      strToU8('PK\u0003\u0004 and nothing'),
      /is damaged, or no zip file|config\.json is missing/
    ],
    [
      'bomb.keras',
      zipSync({ 'config.json': new Uint8Array(30_000_000) }, { level: 9 }),
      /too large/
    ],
    [
      'no.h5',
      Buffer.concat([Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), Buffer.alloc(200)]),
      /is damaged, or no HDF5 file/
    ]
  ])('%s gives one sentence', async (name, content, message) => {
    await expect(read(write(name, content))).rejects.toThrow(message)
  })

  it('a path in an archive leads nowhere', async () => {
    const bytes = zipSync({
      '../../escaped.json': strToU8('{}'),
      'config.json': strToU8(JSON.stringify(expected.architecture))
    })
    expect((await read(write('path.keras', bytes))).problems).toEqual([])
  })

  it(
    'a file that is cut or bent anywhere is read, or refused in a sentence',
    { timeout: 120_000 },
    async () => {
      for (const name of ['small.keras', 'small.h5']) {
        const whole = readFileSync(fixture(name))
        await fc.assert(
          fc.asyncProperty(
            fc.nat(whole.length - 1),
            fc.nat(255),
            fc.boolean(),
            async (place, value, isCut) => {
              const bent = Buffer.from(isCut ? whole.subarray(0, place) : whole)
              if (!isCut) bent[place] = value
              const path = write(`bent-${name}`, bent)
              try {
                expect((await read(path)).fileName).toBe(`bent-${name}`)
              } catch (error) {
                expect((error as Error).name, String((error as Error).stack)).toBe('UserError')
              }
            }
          ),
          { numRuns: 120 }
        )
      }
    }
  )

  it('any JSON is read, or refused in a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (config, layers) => {
        const text = JSON.stringify({
          class_name: 'Functional',
          config: { ...Object(config), layers }
        })
        try {
          await read(write('any.json', text))
        } catch (error) {
          expect((error as Error).name).toBe('UserError')
        }
      }),
      { numRuns: 150 }
    )
  })

  it('a weights file that is gone or damaged says so', () => {
    expect(() => readInitialWeights(join(folder, 'none.weights'))).toThrow(
      /they are not in the workspace/
    )
    copyFileSync(fixture('small.h5'), join(folder, 'bad.weights'))
    expect(() => readInitialWeights(join(folder, 'bad.weights'))).toThrow(/it is not a checkpoint/)
  })
})
