/** The data of an experiment as Python: loading, scaling, validation split, augmentation. */
import { augmentations, completeAugmentation, type AugmentationKey } from '../augmentation'
import type { Experiment } from '../experiment'
import { call, comment, indent, literal } from './python-text'

/** Sets that Keras itself can fetch, by our ids. */
const kerasSets: Readonly<Record<string, string>> = {
  cifar10: 'keras.datasets.cifar10.load_data()',
  cifar100: 'keras.datasets.cifar100.load_data(label_mode="fine")',
  'cifar100-coarse': 'keras.datasets.cifar100.load_data(label_mode="coarse")',
  mnist: 'keras.datasets.mnist.load_data()',
  'fashion-mnist': 'keras.datasets.fashion_mnist.load_data()'
}

export function writeLoadFunction({ dataset }: Experiment): string[] {
  const known = kerasSets[dataset.id]
  const load =
    known !== undefined
      ? [`(train_images, train_labels), (test_images, test_labels) = ${known}`]
      : [
          comment(
            `Save the data set "${dataset.id}" as an .npz file with these four arrays of bytes and class numbers.`
          ),
          `with np.load(${literal(`${dataset.id}.npz`)}) as data:`,
          '    train_images, train_labels = data["train_images"], data["train_labels"]',
          '    test_images, test_labels = data["test_images"], data["test_labels"]'
        ]
  const note =
    dataset.id === 'mnist'
      ? [
          comment(
            "Receptive's own digits are a part of these; the scores of the whole set are higher."
          )
        ]
      : []
  return [
    'def fit_input(images, shape):',
    '    """Scales bytes to 0..1 and brings pictures to the shape of the input: zeros around them, grey to RGB."""',
    ...indent([
      'if images.ndim == 3:',
      '    images = images[..., None]',
      'images = images.astype("float32") / 255',
      'rows, columns = shape[0] - images.shape[1], shape[1] - images.shape[2]',
      'images = np.pad(images, ((0, 0), (rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2), (0, 0)))',
      'return np.repeat(images, shape[2] // images.shape[3], axis=3)'
    ]),
    '',
    '',
    'def load_data(shape):',
    '    """Pictures of 0..1 and class numbers: training and test part."""',
    ...indent([
      ...note,
      ...load,
      'train = fit_input(train_images, shape), train_labels.astype("int64").ravel()',
      'test = fit_input(test_images, shape), test_labels.astype("int64").ravel()',
      'return train, test'
    ])
  ]
}

/** `def split(...)`: the validation split, before any augmentation. */
export function writeSplitFunction({ dataset: { validation } }: Experiment): string[] {
  const head = ['def split(images, labels):']
  switch (validation.kind) {
    case 'none':
      return [
        ...head,
        '    """Nothing is set aside for validation."""',
        '    return (images, labels), None'
      ]
    case 'last-fraction':
      return [
        ...head,
        '    """The last pictures, as validation_split of Keras takes them."""',
        `    end = int(len(images) * (1 - ${literal(validation.fraction)}))`,
        '    return (images[:end], labels[:end]), (images[end:], labels[end:])'
      ]
    case 'stratified':
      return [
        ...head,
        '    """The same share of every class."""',
        '    from sklearn.model_selection import train_test_split',
        '',
        `    kept, held = train_test_split(${[
          'np.arange(len(images))',
          `test_size=${literal(validation.fraction)}`,
          `random_state=${literal(validation.seed)}`,
          'stratify=labels'
        ].join(', ')})`,
        '    return (images[kept], labels[kept]), (images[held], labels[held])'
      ]
    case 'k-fold': {
      const kind = validation.isStratified ? 'StratifiedKFold' : 'KFold'
      return [
        ...head,
        `    """Fold ${validation.fold} of ${validation.folds}."""`,
        `    from sklearn.model_selection import ${kind}`,
        '',
        `    folds = ${call(kind, { n_splits: literal(validation.folds), shuffle: 'True', random_state: literal(validation.seed) })}`,
        `    kept, held = list(folds.split(images, labels))[${validation.fold - 1}]`,
        '    return (images[kept], labels[kept]), (images[held], labels[held])'
      ]
    }
  }
}

/** What Keras' ImageDataGenerator has no counterpart of. */
const notInKeras: ReadonlySet<AugmentationKey> = new Set([
  'random_crop_padding',
  'cutout_size',
  'mixup_alpha',
  'cutmix_alpha'
])

export interface WrittenAugmentation {
  /** `def create_generator(): ...`; empty when pictures stay as they are. */
  readonly lines: readonly string[]
  /** Whether pictures are centred or divided by measures of the training part, those of validation and test too. */
  readonly standardizes: boolean
  /** What is not carried over, by name. */
  readonly left: readonly string[]
}

export function writeAugmentation({ augmentation }: Experiment): WrittenAugmentation {
  const complete = completeAugmentation(augmentation)
  const set = (Object.keys(complete) as AugmentationKey[]).filter(
    (key) => JSON.stringify(complete[key]) !== JSON.stringify(augmentations[key].neutral)
  )
  const left = set.filter((key) => notInKeras.has(key))
  const used = set.filter((key) => !notInKeras.has(key))
  const keywords = Object.fromEntries(used.map((key) => [key, literal(complete[key])]))
  return {
    standardizes: used.some((key) => key.startsWith('featurewise')),
    left: left.map((key) => `${key} ${JSON.stringify(complete[key])}`),
    lines:
      used.length > 0
        ? [
            'def create_generator():',
            '    """Changes the pictures of training at random; those of validation and test stay."""',
            `    return ${call('tf.keras.preprocessing.image.ImageDataGenerator', keywords)}`
          ]
        : []
  }
}
