/** Numbers of the beta distribution, from a seeded stream. */
import type { RandomStream } from '@shared/random'

/** A number of 0 .. 1 from Beta(alpha, beta), both above 0: of two gamma numbers, the share of the first. */
export function drawBeta(stream: RandomStream, alpha: number, beta: number): number {
  const [first, second] = [drawLogGamma(stream, alpha), drawLogGamma(stream, beta)]
  // By their logarithms: for a small alpha, the numbers themselves may both be 0.
  return 1 / (1 + Math.exp(second - first))
}

/** The logarithm of a number of Gamma(shape, 1), by the method of Marsaglia and Tsang (2000). */
function drawLogGamma(stream: RandomStream, shape: number): number {
  if (shape < 1) {
    return drawLogGamma(stream, shape + 1) + Math.log(1 - stream.nextFloat()) / shape
  }
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const normal = drawNormal(stream)
    const v = (1 + c * normal) ** 3
    if (v <= 0) continue
    const isTaken =
      Math.log(1 - stream.nextFloat()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)
    if (isTaken) return Math.log(d * v)
  }
}

/** Box and Muller's; one of the two numbers, so that each call draws as many. */
function drawNormal(stream: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - stream.nextFloat()))
  return radius * Math.cos(2 * Math.PI * stream.nextFloat())
}
