/** An experiment as a few pieces of Python, each with a sentence: a script is all of them, a notebook has a cell for each. */
import type { Experiment } from '../experiment'
import { formatCount } from '../format'
import { losses } from '../losses'
import { analyzeModel, findLayer, headActivation, parseModel } from '../model'
import {
  writeAugmentation,
  writeLoadFunction,
  writeSplitFunction,
  type WrittenAugmentation
} from './python-data'
import { writeModelFunction } from './python-model'
import { comment, indent, literal, toLine } from './python-text'
import {
  labelForm,
  writeCallbacks,
  writeClassWeights,
  writeLearningRate,
  writeLoss,
  writeMetrics,
  writeOptimizer,
  writeScheduleClass
} from './python-training'

export interface CodeSection {
  readonly title: string
  /** What a notebook says above the code. */
  readonly text: string
  readonly code: readonly string[]
}

/** The last section trains; the ones before only define. @throws UserError when the model cannot be read. */
export function writeSections(experiment: Experiment): readonly CodeSection[] {
  const { training } = experiment
  const graph = parseModel(experiment.model)
  const analysis = analyzeModel(graph)
  const { head } = losses[training.loss]
  const last = findLayer(graph, graph.output)
  const missingHead = last && headActivation(last) === 'linear' ? head : null
  const outputCount = analysis.outputShape?.[0] ?? 1
  const labels = labelForm(training, outputCount)
  const augmentation = writeAugmentation(experiment)
  const load = writeLoadFunction(experiment)
  return [
    {
      title: toLine(experiment.name),
      text:
        toLine(experiment.description) || 'An experiment of Receptive, for Keras 3 on TensorFlow.',
      code: [
        'import os',
        '',
        'os.environ.setdefault("KERAS_BACKEND", "tensorflow")',
        '',
        'import keras',
        'import numpy as np',
        'import tensorflow as tf',
        'from keras import layers',
        '',
        `SEED = ${literal(training.seed)}`,
        `BATCH_SIZE = ${literal(training.batchSize)}`,
        `EPOCHS = ${literal(training.epochs)}`,
        `INPUT_SHAPE = ${literal(analysis.inputShape)}`,
        `CLASS_COUNT = ${literal(outputCount)}`
      ]
    },
    {
      title: 'Data',
      text: 'Pictures as numbers from 0 to 1. What is set aside for validation is set aside before anything else.',
      code: [
        ...load,
        '',
        '',
        ...writeSplitFunction(experiment),
        '',
        '',
        'def encode(labels):',
        '    """Labels as the loss takes them."""',
        `    ${encodings[labels]}`
      ]
    },
    {
      title: 'Augmentation',
      text:
        augmentation.lines.length > 0
          ? 'Only pictures that are trained with are changed.'
          : 'Pictures are trained with as they are.',
      code: [
        ...augmentation.left.map((one) =>
          comment(`Not carried over, because Keras' generator has no counterpart: ${one}`)
        ),
        ...augmentation.lines
      ]
    },
    {
      title: 'Model',
      text: `${analysis.layers.length} layers, ${formatCount(analysis.parameters)} parameters.`,
      code: writeModelFunction(graph, { missingHead })
    },
    {
      title: 'Compile',
      text: 'Optimizer, loss and metrics, with every setting of the experiment.',
      code: [
        ...writeScheduleClass(training),
        ...(training.schedule?.kind === 'one-cycle' ? ['', ''] : []),
        'def compile_model(model, total_steps):',
        '    """Ready to be trained for so many steps in all."""',
        ...indent([
          `learning_rate = ${writeLearningRate(training)}`,
          `model.compile(`,
          `    optimizer=${writeOptimizer(training, 'learning_rate')},`,
          `    loss=${writeLoss(training, labels)},`,
          `    metrics=${writeMetrics(training)},`,
          ')'
        ])
      ]
    },
    {
      title: 'Training',
      text: 'And the score on the test pictures.',
      code: writeMain(experiment, augmentation)
    }
  ]
}

const encodings = {
  sparse: 'return labels',
  binary: 'return labels.astype("float32")[:, None]',
  'one-hot': 'return keras.utils.to_categorical(labels, CLASS_COUNT)'
} as const

function writeMain(
  { training }: Experiment,
  { lines, standardizes }: WrittenAugmentation
): string[] {
  const isAugmented = lines.length > 0
  const callbacks = writeCallbacks(training)
  const classWeights = writeClassWeights(training)
  const given = isAugmented
    ? [
        'generator.flow(images, encode(labels), batch_size=BATCH_SIZE, shuffle=' +
          literal(training.shuffle) +
          ', seed=SEED)'
      ]
    : ['images', 'encode(labels)']
  return [
    'def main():',
    ...indent([
      'keras.utils.set_random_seed(SEED)',
      '(images, labels), (test_images, test_labels) = load_data(INPUT_SHAPE)',
      '(images, labels), held = split(images, labels)',
      'validation = None if held is None else (held[0], encode(held[1]))',
      ...(isAugmented ? ['generator = create_generator()'] : []),
      ...(standardizes ? standardizeLines : []),
      'model = build_model()',
      'model.summary()',
      'compile_model(model, total_steps=EPOCHS * int(np.ceil(len(images) / BATCH_SIZE)))',
      ...(callbacks.length > 0
        ? ['callbacks = [', ...indent(callbacks.map((one) => `${one},`)), ']']
        : []),
      `model.fit(`,
      ...indent([
        ...given.map((one) => `${one},`),
        'epochs=EPOCHS,',
        ...(isAugmented ? [] : ['batch_size=BATCH_SIZE,', `shuffle=${literal(training.shuffle)},`]),
        'validation_data=validation,',
        ...(callbacks.length > 0 ? ['callbacks=callbacks,'] : []),
        ...(classWeights === null ? [] : [`class_weight=${classWeights},`])
      ]),
      ')',
      'scores = model.evaluate(test_images, encode(test_labels), return_dict=True)',
      'print("Test:", ", ".join(f"{name} {value:.4f}" for name, value in scores.items()))',
      'model.save("model.keras")'
    ])
  ]
}

/** Standardisation, where there is one, is for every picture that the network sees. */
const standardizeLines = [
  'generator.fit(images)',
  'test_images = generator.standardize(test_images.copy())',
  'if validation is not None:',
  '    validation = (generator.standardize(validation[0].copy()), validation[1])'
]
