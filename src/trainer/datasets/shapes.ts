/** Shapes: coloured figures that are drawn by a seeded generator. Costs nothing, needs nothing, has no licence. */
import { createRandomStream, type RandomStream } from '@shared/random'
import { pauseLoading, type DataPart, type DatasetDefinition, type LoadOptions } from './dataset'

const SIDE = 32
const CHANNELS = 3
const TRAIN_COUNT = 5000
const TEST_COUNT = 1000
const SEED = 10
/** The window is answered between two stretches of this many pictures. */
const STRETCH = 500
/** Standard deviation of the noise on every channel, in bytes: without it a network has too easy a time. */
const NOISE = 12

/** Whether the point (x, y), each -1..1 within the figure, belongs to it. */
type Figure = (x: number, y: number) => boolean

/** To add a figure: its name and its inside. The order is the order of the classes. */
const figures = {
  circle: (x, y) => x * x + y * y < 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.85,
  triangle: (x, y) => y < 0.8 && y > 2 * Math.abs(x) - 1,
  diamond: (x, y) => Math.abs(x) + Math.abs(y) < 1,
  ring: (x, y) => x * x + y * y < 1 && x * x + y * y > 0.35,
  plus: (x, y) =>
    Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  cross: (x, y) =>
    Math.abs(Math.abs(x) - Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  bar: (x, y) => Math.abs(y) < 0.35 && Math.abs(x) < 1,
  pillar: (x, y) => Math.abs(x) < 0.35 && Math.abs(y) < 1,
  halfMoon: (x, y) => x * x + y * y < 1 && (x - 0.5) ** 2 + y * y > 0.6
} as const satisfies Record<string, Figure>

const drawings: readonly Figure[] = Object.values(figures)

export const shapes = {
  card: {
    id: 'shapes',
    label: 'Shapes',
    description:
      '6,000 drawings of ten coloured figures, 32×32, made on the spot from a seed: for a first try without any file.',
    imageShape: [SIDE, SIDE, CHANNELS],
    classNames: Object.keys(figures).map((name) => (name === 'halfMoon' ? 'half moon' : name)),
    trainCount: TRAIN_COUNT,
    testCount: TEST_COUNT,
    licence: 'None needed: the pictures are computed.',
    citation: 'Receptive.',
    needsFolder: false
  },
  getStatus: () => Promise.resolve({ isReady: true, message: 'Drawn when it is needed.' }),
  async load(options) {
    return {
      train: await drawPart('train', TRAIN_COUNT, options),
      test: await drawPart('test', TEST_COUNT, options)
    }
  }
} as const satisfies DatasetDefinition

/** The classes take turns, so that every stretch of the part holds all of them. */
async function drawPart(
  name: string,
  count: number,
  { signal, onProgress }: LoadOptions
): Promise<DataPart> {
  const random = createRandomStream(SEED, `shapes:${name}`)
  const images = new Uint8Array(count * SIDE * SIDE * CHANNELS)
  const labels = new Int32Array(count)
  for (let index = 0; index < count; index++) {
    if (index % STRETCH === 0) {
      onProgress(index / count)
      await pauseLoading(signal)
    }
    const label = index % drawings.length
    labels[index] = label
    drawPicture(images, index * SIDE * SIDE * CHANNELS, drawings[label] as Figure, random)
  }
  return { images, labels }
}

/** A figure of its own colour, size and place before a ground of another colour, with noise. */
function drawPicture(
  images: Uint8Array,
  start: number,
  isInside: Figure,
  random: RandomStream
): void {
  const radius = 6 + 7 * random.nextFloat()
  const centreX = radius + (SIDE - 2 * radius) * random.nextFloat()
  const centreY = radius + (SIDE - 2 * radius) * random.nextFloat()
  const ground = drawColour(random, 0, 120)
  const colour = drawColour(random, 130, 255)
  let target = start
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const isFigure = isInside((x + 0.5 - centreX) / radius, (y + 0.5 - centreY) / radius)
      const base = isFigure ? colour : ground
      for (let channel = 0; channel < CHANNELS; channel++) {
        images[target++] = toByte((base[channel] as number) + NOISE * drawNoise(random))
      }
    }
  }
}

function drawColour(random: RandomStream, from: number, to: number): number[] {
  return Array.from({ length: CHANNELS }, () => from + (to - from) * random.nextFloat())
}

/** Nearly normal with variance 1: the sum of three uniform numbers. */
function drawNoise(random: RandomStream): number {
  return 2 * (random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5)
}

function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)))
}
