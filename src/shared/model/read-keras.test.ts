import { describe, expect, it } from 'vitest'
import { parseModel, toKerasJson } from './index'

const image = entry('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }, [])

describe('what is refused by name, with the reason', () => {
  it.each([
    [
      'a model within the model',
      { ...entry('Functional', 'inner', {}), module: 'keras.src.models.functional' },
      "Layer 'inner' is a model within the model, which is not read. Put its layers in its place."
    ],
    [
      'program code of TensorFlow 2',
      entry('TFOpLambda', 'op', { function: 'math.add' }),
      /^Layer 'op' is a TFOpLambda: it carries program code, which is never run from a file/
    ],
    [
      "a class of someone's own",
      { ...entry('Conv2D', 'mine', {}), module: 'my_code', registered_name: 'mine>Conv2D' },
      /^Layer 'mine' is a "Conv2D" of someone's own \("mine>Conv2D"\): its program code is not in the file/
    ],
    [
      'an operation that has the name of a layer',
      { ...entry('Add', 'plus', {}), module: 'keras.src.ops.numpy', registered_name: 'Add' },
      /^Layer 'plus' is a "Add" of someone's own/
    ],
    [
      'a constraint',
      entry('Conv2D', 'conv', {
        filters: 2,
        kernel_size: 3,
        kernel_constraint: { class_name: 'MaxNorm', config: {} }
      }),
      /^Conv2D 'conv': kernel_constraint = .* cannot be carried out: weights are not held within limits here/
    ],
    [
      'channels first',
      entry('MaxPooling2D', 'pool', { data_format: 'channels_first' }),
      /^MaxPooling2D 'pool': data_format = "channels_first" cannot be carried out: channels come last here/
    ],
    [
      'grouped filters',
      entry('Conv2D', 'conv', { filters: 2, kernel_size: 3, groups: 2 }),
      /^Conv2D 'conv': groups = 2 cannot be carried out: a filter sees all channels here/
    ],
    [
      'an axis that is the batch',
      entry('Softmax', 'soft', { axis: 0 }),
      /^Softmax 'soft': axis: expected an axis: 1 to 4, or -1 to -4 counted from the last, received 0/
    ],
    [
      'a call that always trains',
      {
        ...entry('Dropout', 'drop', { rate: 0.5 }),
        inbound_nodes: [[['image', 0, 0, { training: true }]]]
      },
      "Layer 'drop' is called with training = true, which cannot be carried out. Call it with its inputs alone."
    ]
  ])('%s', (_what, layer, message) => {
    expect(() => parseModel(modelOf([image, layer]))).toThrow(message)
  })
})

describe('spellings', () => {
  it('reads an activation that is written as a function', () => {
    const config = {
      filters: 2,
      kernel_size: 3,
      activation: {
        module: 'builtins',
        class_name: 'function',
        config: 'relu',
        registered_name: 'function'
      }
    }
    const graph = parseModel(modelOf([image, entry('Conv2D', 'conv', config)]))
    expect(graph.layers.at(-1)?.params.activation).toBe('relu')
  })

  it('reads silu and swish as one', () => {
    const read = (activation: string) =>
      parseModel(modelOf([image, entry('Activation', 'act', { activation })])).layers.at(-1)?.params
    expect(read('silu')).toEqual(read('swish'))
  })

  it('reads a chain whose first layer says what goes in', () => {
    const graph = parseModel({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'Flatten', config: { name: 'flat', batch_input_shape: [null, 4, 4, 1] } },
          { class_name: 'Dense', config: { name: 'classes', units: 2 } }
        ]
      }
    })
    expect(graph.layers.map(({ kind, inputs }) => [kind, inputs])).toEqual([
      ['InputLayer', []],
      ['Flatten', ['input']],
      ['Dense', ['flat']]
    ])
    expect([graph.input, graph.output]).toEqual(['input', 'classes'])
  })

  it('refuses a chain that does not say what goes in', () => {
    const chain = { layers: [{ class_name: 'Flatten', config: { name: 'flat' } }] }
    expect(() => parseModel({ class_name: 'Sequential', config: chain })).toThrow(
      'The model does not say what goes in. Begin it with keras.Input(shape) and save it again.'
    )
  })
})

describe('what is written', () => {
  it('names initialisers and penalties as Keras 3 does', () => {
    const config = {
      units: 2,
      kernel_initializer: 'lecun_normal',
      kernel_regularizer: { class_name: 'L2', config: { l2: 0.5 } }
    }
    const graph = parseModel(
      modelOf([image, entry('Flatten', 'flat', {}), entry('Dense', 'd', config)])
    )
    const [, , dense] = toKerasJson(graph).config.layers as { config: Record<string, unknown> }[]
    expect(dense?.config).toMatchObject({
      kernel_initializer: { module: 'keras.initializers', class_name: 'LecunNormal' },
      kernel_regularizer: { module: 'keras.regularizers', config: { l1: 0, l2: 0.5 } }
    })
  })

  it('says of a frozen layer that it is', () => {
    const graph = parseModel(modelOf([image, entry('Flatten', 'flat', { trainable: false })]))
    const [, flat] = toKerasJson(graph).config.layers as { config: Record<string, unknown> }[]
    expect(flat?.config.trainable).toBe(false)
  })
})

/** A layer behind the one called 'image', or where `nodes` say. */
function entry(className: string, name: string, config: object, nodes?: unknown[]) {
  return { class_name: className, name, config, inbound_nodes: nodes }
}

/** Layers in a row. */
function modelOf(list: readonly ReturnType<typeof entry>[]) {
  const layers = list.map((layer, index) => ({
    ...layer,
    inbound_nodes: layer.inbound_nodes ?? [[[list[index - 1]?.name, 0, 0, {}]]]
  }))
  return {
    class_name: 'Functional',
    config: {
      name: 'row',
      layers,
      input_layers: [[layers[0]?.name, 0, 0]],
      output_layers: [[layers.at(-1)?.name, 0, 0]]
    }
  }
}
