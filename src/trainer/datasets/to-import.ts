/** Sets that are there only once they were imported: their cards say what they are and how to get them. */
import { UserError } from '@shared/contract/define'
import type { DatasetCard } from '@shared/dataset'
import type { DatasetDefinition } from './dataset'

const cifarLicence = 'No licence is stated by its authors; cite the report when you use it.'
const cifarCitation = 'A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009).'

export const cifar100 = needsImport({
  card: {
    id: 'cifar100',
    label: 'CIFAR-100, fine labels',
    description: '60,000 colour pictures of 32×32 pixels in 100 classes.',
    imageShape: [32, 32, 3],
    classNames: [
      ...['apple', 'aquarium_fish', 'baby', 'bear', 'beaver', 'bed', 'bee', 'beetle', 'bicycle'],
      ...['bottle', 'bowl', 'boy', 'bridge', 'bus', 'butterfly', 'camel', 'can', 'castle'],
      ...['caterpillar', 'cattle', 'chair', 'chimpanzee', 'clock', 'cloud', 'cockroach', 'couch'],
      ...['crab', 'crocodile', 'cup', 'dinosaur', 'dolphin', 'elephant', 'flatfish', 'forest'],
      ...['fox', 'girl', 'hamster', 'house', 'kangaroo', 'keyboard', 'lamp', 'lawn_mower'],
      ...['leopard', 'lion', 'lizard', 'lobster', 'man', 'maple_tree', 'motorcycle', 'mountain'],
      ...['mouse', 'mushroom', 'oak_tree', 'orange', 'orchid', 'otter', 'palm_tree', 'pear'],
      ...['pickup_truck', 'pine_tree', 'plain', 'plate', 'poppy', 'porcupine', 'possum', 'rabbit'],
      ...['raccoon', 'ray', 'road', 'rocket', 'rose', 'sea', 'seal', 'shark', 'shrew', 'skunk'],
      ...['skyscraper', 'snail', 'snake', 'spider', 'squirrel', 'streetcar', 'sunflower'],
      ...['sweet_pepper', 'table', 'tank', 'telephone', 'television', 'tiger', 'tractor', 'train'],
      ...['trout', 'tulip', 'turtle', 'wardrobe', 'whale', 'willow_tree', 'wolf', 'woman', 'worm']
    ],
    trainCount: 50_000,
    testCount: 10_000,
    licence: cifarLicence,
    citation: cifarCitation,
    needsFolder: false
  },
  canDownload: true,
  howToGet: 'Download it, or import cifar-100-binary.tar.gz or cifar-100-python.tar.gz.'
})

export const fashionMnist = needsImport({
  card: {
    id: 'fashion-mnist',
    label: 'Fashion-MNIST',
    description: 'Grey pictures of clothes, 28×28, in ten classes; as large as MNIST, and harder.',
    imageShape: [28, 28, 1],
    classNames: [
      'T-shirt/top',
      'trouser',
      'pullover',
      'dress',
      'coat',
      'sandal',
      'shirt',
      'sneaker',
      'bag',
      'ankle boot'
    ],
    trainCount: 60_000,
    testCount: 10_000,
    licence: 'MIT (Zalando SE)',
    citation:
      'H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms (2017).',
    needsFolder: false
  },
  canDownload: false,
  howToGet:
    'Import its four files, such as train-images-idx3-ubyte.gz, or the folder that holds them.'
})

function needsImport({
  card,
  canDownload,
  howToGet
}: {
  card: DatasetCard
  canDownload: boolean
  howToGet: string
}): DatasetDefinition {
  const message = `${card.label} is not imported yet. ${howToGet}`
  return {
    card,
    getStatus: () => Promise.resolve({ isReady: false, message, canDownload }),
    load: () => Promise.reject(new UserError(message))
  }
}
