import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExperimentText, type Experiment } from '../experiment'
import { parseModel } from '../model'
import { exportFormatKeys, exportFormats } from './index'
import { literal } from './python-text'
import { toNotebook } from './to-notebook'
import { toPythonScript } from './to-python'

const shipped = (name: string): Experiment =>
  parseExperimentText(readFileSync(`resources/experiments/${name}.json`, 'utf8'), name)

describe('literals of Python', () => {
  it.each([
    [null, 'None'],
    [true, 'True'],
    [1.5, '1.5'],
    [Infinity, 'float("inf")'],
    [[1], '(1,)'],
    [[1, [2, 3]], '(1, (2, 3))'],
    ['a"b\\\n', '"a\\"b\\\\\\n"'],
    ['é\u2028', '"\\u00e9\\u2028"']
  ])('%j', (value, text) => {
    expect(literal(value)).toBe(text)
  })
})

describe('a Python script', () => {
  it('has one line a layer, with what differs from the defaults', () => {
    const script = toPythonScript(shipped('mnist-cnn'))
    expect(script).toContain('image = keras.Input(shape=(28, 28, 1), name="image")')
    expect(script).toContain(
      'conv1 = layers.Conv2D(filters=16, kernel_size=(3, 3), padding="same", activation="relu", name="conv1")(image)'
    )
    expect(script).toContain('pool1 = layers.MaxPooling2D(pool_size=(2, 2), name="pool1")(conv1)')
  })

  it('splits and augments as the experiment does', () => {
    const script = toPythonScript(shipped('cifar-cnn-4-augmentation'))
    expect(script).toContain('test_size=0.2, random_state=20, stratify=labels')
    expect(script).toContain('width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True')
  })

  it('writes the loss for the labels that its metrics take', () => {
    const base = shipped('mnist-cnn')
    const write = (training: Partial<Experiment['training']>): string =>
      toPythonScript({
        ...base,
        training: { ...base.training, loss: 'sparse_categorical_crossentropy', ...training }
      })
    const [sparse, oneHot] = [
      write({ metrics: ['accuracy'] }),
      write({ metrics: ['accuracy', 'f1'] })
    ]
    expect(sparse).toContain('    return labels\n')
    expect(sparse).toContain('loss=keras.losses.SparseCategoricalCrossentropy()')
    expect(oneHot).toContain('    return keras.utils.to_categorical(labels, CLASS_COUNT)')
    expect(oneHot).toContain('loss=keras.losses.CategoricalCrossentropy()')
  })

  it('names what it cannot carry over', () => {
    const experiment = { ...shipped('cifar-cnn'), augmentation: { cutout_size: 8 } }
    expect(toPythonScript(experiment)).toContain(
      "# Not carried over, because Keras' generator has no counterpart: cutout_size 8"
    )
  })

  it('runs nothing that a name or a description says', () => {
    const attack = 'x"""\nimport os; os.system("boom")\n# \u2028import os\r__import__("os")'
    const base = shipped('mnist-cnn')
    const model = JSON.parse(
      JSON.stringify(base.model).replaceAll('"mnist_cnn"', JSON.stringify(attack))
    ) as Experiment['model']
    const lines = toPythonScript({ ...base, name: attack, description: attack, model }).split(
      /\r|\n|\u2028/
    )
    for (const line of lines.filter((one) => one.includes('boom'))) {
      expect(line).toMatch(/^# |name="/)
    }
    expect(lines.some((line) => /^\s*(import os; |__import__)/.test(line))).toBe(false)
  })

  it('leaves no name of a layer as code', () => {
    const base = shipped('mnist-cnn')
    const text = JSON.stringify(base.model)
      .replaceAll('"conv1"', '"class"')
      .replaceAll('"pool1"', '"1.x-2"')
    const script = toPythonScript({ ...base, model: JSON.parse(text) as Experiment['model'] })
    expect(script).toContain('layer_class = layers.Conv2D(')
    expect(script).toContain('layer_1_x_2 = layers.MaxPooling2D(')
  })
})

describe('a notebook', () => {
  const notebook = JSON.parse(toNotebook(shipped('cifar-cnn'))) as {
    nbformat: number
    nbformat_minor: number
    cells: { id: string; cell_type: string; source: string[] }[]
  }

  it('is of nbformat 4.5, every cell with an id of its own', () => {
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5])
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length)
  })

  it('has the code of the script', () => {
    const script = toPythonScript(shipped('cifar-cnn'))
    for (const { cell_type: type, source } of notebook.cells.slice(0, -1)) {
      if (type === 'code') expect(script).toContain(source.join(''))
    }
  })

  it('takes a name for a name', () => {
    const text = toNotebook({ ...shipped('cifar-cnn'), name: '<img src=x onerror=y> **bold**' })
    expect(text).toContain('\\\\<img src=x onerror=y\\\\> \\\\*\\\\*bold')
  })
})

describe('every format', () => {
  it.each(exportFormatKeys)('%s says something of every shipped experiment', (key) => {
    for (const name of ['cifar-cnn', 'mnist-cnn', 'cifar-cnn-4-augmentation']) {
      expect(exportFormats[key].write(shipped(name)).length).toBeGreaterThan(500)
    }
  })

  it('Keras JSON is read back equal', () => {
    const experiment = shipped('cifar-cnn-3-batchnorm')
    const graph = parseModel(experiment.model)
    expect(
      parseModel(JSON.parse(exportFormats.keras.write(experiment)) as Experiment['model'])
    ).toEqual(graph)
  })

  it('LaTeX and Markdown take names for names', () => {
    const base = shipped('mnist-cnn')
    const text = JSON.stringify(base.model).replaceAll('"conv1"', '"conv_1"')
    const experiment = { ...base, model: JSON.parse(text) as Experiment['model'] }
    expect(exportFormats.latex.write(experiment)).toContain(
      'conv\\_1 (Conv2D) & (None, 28, 28, 16) & 160'
    )
    expect(exportFormats.markdown.write(experiment)).toContain(
      '| conv\\_1 (Conv2D) | (None, 28, 28, 16) | 160'
    )
  })
})
