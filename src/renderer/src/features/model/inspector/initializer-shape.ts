/** How weights are spread at the beginning: the density of each initialiser, as Keras defines it. */
import type { Initializer } from '@shared/layers/params'

/** What a layer's weights see: values that come in and go out of one of them. */
export interface Fan {
  readonly fanIn: number
  readonly fanOut: number
}

/** Keras' compute_fans: the receptive field times the channels. @param shape of the kernel */
export function computeFans(shape: readonly number[]): Fan {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 }
  const field = shape.slice(0, -2).reduce((all, size) => all * size, 1)
  return { fanIn: field * (shape.at(-2) ?? 1), fanOut: field * (shape.at(-1) ?? 1) }
}

export type Spread =
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'normal'
      readonly mean: number
      readonly deviation: number
      readonly isCut: boolean
    }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'orthogonal' }

/** The distribution that one weight is drawn from. */
export function findSpread({ className, config }: Initializer, { fanIn, fanOut }: Fan): Spread {
  const number = (key: string, fallback: number): number =>
    typeof config[key] === 'number' ? (config[key] as number) : fallback
  const uniform = (limit: number): Spread => ({ kind: 'uniform', from: -limit, to: limit })
  const normal = (deviation: number): Spread => ({
    kind: 'normal',
    mean: 0,
    deviation,
    isCut: true
  })
  const middle = (fanIn + fanOut) / 2
  switch (className) {
    case 'GlorotUniform':
      return uniform(Math.sqrt(3 / middle))
    case 'GlorotNormal':
      return normal(Math.sqrt(1 / middle))
    case 'HeUniform':
      return uniform(Math.sqrt(6 / fanIn))
    case 'HeNormal':
      return normal(Math.sqrt(2 / fanIn))
    case 'LeCunUniform':
      return uniform(Math.sqrt(3 / fanIn))
    case 'LeCunNormal':
      return normal(Math.sqrt(1 / fanIn))
    case 'RandomUniform':
      return { kind: 'uniform', from: number('minval', -0.05), to: number('maxval', 0.05) }
    case 'RandomNormal':
    case 'TruncatedNormal':
      return {
        kind: 'normal',
        mean: number('mean', 0),
        deviation: number('stddev', 0.05),
        isCut: className === 'TruncatedNormal'
      }
    case 'VarianceScaling': {
      const fan = { fan_out: fanOut, fan_avg: middle }[String(config.mode)] ?? fanIn
      const variance = number('scale', 1) / fan
      return config.distribution === 'uniform'
        ? uniform(Math.sqrt(3 * variance))
        : normal(Math.sqrt(variance))
    }
    case 'Orthogonal':
      return { kind: 'orthogonal' }
    case 'Zeros':
      return { kind: 'constant', value: 0 }
    case 'Ones':
      return { kind: 'constant', value: 1 }
    case 'Constant':
      return { kind: 'constant', value: number('value', 0) }
  }
}

/** In one line: "uniform, ±0.0891". */
export function describeSpread(spread: Spread): string {
  const write = (value: number): string => String(Number(value.toPrecision(3)))
  switch (spread.kind) {
    case 'uniform':
      return spread.from === -spread.to
        ? `uniform, ±${write(spread.to)}`
        : `uniform, ${write(spread.from)} to ${write(spread.to)}`
    case 'normal':
      return `normal, deviation ${write(spread.deviation)}${spread.isCut ? ', cut at two deviations' : ''}`
    case 'constant':
      return `all ${write(spread.value)}`
    case 'orthogonal':
      return 'rows at right angles, each of length 1'
  }
}

/** An SVG path in a box of 60 by 24, the middle of the distribution in the middle. */
export function drawSpread(spread: Spread): string {
  switch (spread.kind) {
    case 'uniform':
      return 'M2,22H12V5H48V22H58'
    case 'constant':
      return 'M2,22H30V3V22H58'
    case 'orthogonal':
      return 'M14,22L14,6M14,22L34,22'
    case 'normal':
      return `M${Array.from({ length: 57 }, (_, index) => {
        const x = (index - 28) / 10
        const isOut = spread.isCut && Math.abs(x) > 2
        const y = isOut ? 0 : Math.exp((-x * x) / 2)
        return `${index + 2},${(22 - 19 * y).toFixed(2)}`
      }).join('L')}`
  }
}
