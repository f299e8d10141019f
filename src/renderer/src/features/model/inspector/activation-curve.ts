/** Points of an activation function, for its small picture. Formulas as in Keras' documentation of activations. */
import type { ActivationName } from '@shared/layers/params'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => Math.log1p(Math.exp(x))
const elu = (x: number): number => (x > 0 ? x : Math.exp(x) - 1)
const hardSigmoid = (x: number): number => Math.max(0, Math.min(1, x / 6 + 0.5))

/** Null where the function looks at all values together and has no curve. */
const curves: Readonly<Record<ActivationName, ((x: number) => number) | null>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  sigmoid,
  softmax: null,
  tanh: Math.tanh,
  elu,
  selu: (x) => 1.0507 * (x > 0 ? x : 1.67326 * (Math.exp(x) - 1)),
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  swish: (x) => x * sigmoid(x),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  hard_sigmoid: hardSigmoid,
  hard_swish: (x) => x * hardSigmoid(x),
  mish: (x) => x * Math.tanh(softplus(x)),
  exponential: Math.exp,
  log_softmax: null
}

/** -3 .. 3 on both axes. */
export const CURVE_REACH = 3

/** An SVG path in a square of 2 * CURVE_REACH, y downwards; null for a function without a curve. */
export function drawActivation(name: ActivationName): string | null {
  const curve = curves[name]
  if (!curve) return null
  const points = Array.from({ length: 61 }, (_, index) => {
    const x = -CURVE_REACH + index / 10
    const y = Math.max(-CURVE_REACH * 2, Math.min(CURVE_REACH * 2, curve(x)))
    return `${x.toFixed(2)},${(-y).toFixed(3)}`
  })
  return `M${points.join('L')}`
}
