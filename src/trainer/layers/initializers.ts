/** Initialisers that TensorFlow.js has too narrow, slow or not: drawn by TensorFlow from their seed alone. */
import { executeOp, executeOpForOutputs, tf, type Tensor } from '../tf'
import type { Initializer } from '@shared/layers/params'
import { toKerasConfig } from './to-keras-config'

interface Settings {
  readonly seed?: number | null
  readonly mean?: number
  readonly stddev?: number
  readonly minval?: number
  readonly maxval?: number
  readonly scale?: number
  readonly mode?: 'fan_in' | 'fan_out' | 'fan_avg'
  readonly distribution?: string
  readonly gain?: number
}

type Draw = (shape: readonly number[], settings: Settings) => Tensor

const drawScaled =
  (own: Settings): Draw =>
  (shape, { seed }) =>
    drawVarianceScaling(shape, { ...own, seed: seed ?? null })

/** By their names in TensorFlow.js. The uniform ones of Glorot, He and LeCun are right there. */
const initializers: Readonly<Record<string, Draw>> = {
  GlorotNormal: drawScaled({ scale: 1, mode: 'fan_avg' }),
  HeNormal: drawScaled({ scale: 2, mode: 'fan_in' }),
  LeCunNormal: drawScaled({ scale: 1, mode: 'fan_in' }),
  VarianceScaling: drawVarianceScaling,
  RandomUniform: (shape, { minval = -0.05, maxval = 0.05, seed }) =>
    tf.add(tf.mul(draw('StatelessRandomUniform', shape, seed), maxval - minval), minval),
  RandomNormal: (shape, { mean = 0, stddev = 0.05, seed }) =>
    tf.add(tf.mul(draw('StatelessRandomNormal', shape, seed), stddev), mean),
  TruncatedNormal: (shape, { mean = 0, stddev = 0.05, seed }) =>
    tf.add(tf.mul(draw('StatelessTruncatedNormal', shape, seed), stddev), mean),
  Orthogonal: drawOrthogonal
}

for (const [className, drawValues] of Object.entries(initializers)) {
  tf.serialization.registerClass(defineInitializer(className, drawValues) as never)
}

function defineInitializer(className: string, drawValues: Draw) {
  return class extends tf.serialization.Serializable {
    static readonly className = className
    private readonly settings: Settings

    constructor(config: object = {}) {
      super()
      this.settings = toKerasConfig(config)
    }

    apply(shape: number[]): Tensor {
      return tf.tidy(() => drawValues(shape, this.settings))
    }

    getConfig() {
      return { ...this.settings }
    }
  }
}

/** The initialiser object that TensorFlow.js calls. */
export function createInitializer({ className, config }: Initializer): {
  apply(shape: number[]): Tensor
} {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const [Class] = classNameMap[className] as unknown as [
    new (config: object) => { apply(shape: number[]): Tensor }
  ]
  return new Class(config)
}

/** The deviation of a normal distribution that was cut off at two deviations. */
const TRUNCATED_DEVIATION = 0.8796256610342398

/** @see https://keras.io/api/layers/initializers/ */
function drawVarianceScaling(
  shape: readonly number[],
  { scale = 1, mode = 'fan_in', distribution = 'truncated_normal', seed }: Settings
): Tensor {
  const [fanIn, fanOut] = countFans(shape)
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode]
  const variance = scale / Math.max(1, fan)
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance)
    const uniform = draw('StatelessRandomUniform', shape, seed)
    return tf.sub(tf.mul(uniform, 2 * limit), limit)
  }
  const isWhole = distribution === 'untruncated_normal'
  const deviation = Math.sqrt(variance) / (isWhole ? 1 : TRUNCATED_DEVIATION)
  const operation = isWhole ? 'StatelessRandomNormal' : 'StatelessTruncatedNormal'
  return tf.mul(draw(operation, shape, seed), deviation)
}

/** Values that come in and go out: of a kernel, each cell of its window. */
function countFans(shape: readonly number[]): [fanIn: number, fanOut: number] {
  const [inner = 1, outer = inner] = shape.slice(-2)
  const cells = tf.util.sizeFromShape(shape.slice(0, -2))
  return shape.length < 2 ? [inner, inner] : [inner * cells, outer * cells]
}

/** Rows, or columns, at right angles to each other and of one length. */
function drawOrthogonal(shape: readonly number[], { gain = 1, seed }: Settings): Tensor {
  const columns = shape.at(-1) ?? 1
  const rows = tf.util.sizeFromShape([...shape]) / columns
  const isTall = rows >= columns
  const random = draw('StatelessRandomNormal', isTall ? [rows, columns] : [columns, rows], seed)
  const attributes = { T: { dtype: 'float32' }, full_matrices: false } as const
  const [q, r] = executeOpForOutputs('Qr', attributes, [random], 2) as [Tensor, Tensor]
  // Without the signs of the diagonal not every direction would be as likely.
  const size = Math.min(rows, columns)
  const diagonal = tf.sum(tf.mul(tf.slice(r, [0, 0], [size, size]), tf.eye(size)), 0)
  const even = tf.mul(q, tf.sign(diagonal))
  return tf.mul(tf.reshape(isTall ? even : tf.transpose(even), [...shape]), gain)
}

function draw(operation: string, shape: readonly number[], seed?: number | null): Tensor {
  return executeOp(
    operation,
    { dtype: { dtype: 'float32' }, T: { dtype: 'int32' }, Tseed: { dtype: 'int32' } },
    [tf.tensor1d([...shape], 'int32'), tf.tensor1d([seed ?? 0, 0], 'int32')]
  )
}
