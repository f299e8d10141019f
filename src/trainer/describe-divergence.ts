/** Says why training ends when the loss is no number any more, and what to do about it: Keras' TerminateOnNaN, in words. */
import { formatRate } from './training-plan'

export interface DivergenceContext {
  readonly step: number
  /** NaN or an infinity. */
  readonly loss: number
  /** As the person set it, before a schedule shapes it. */
  readonly learningRate: number
  /** Steps done at the newest checkpoint; null when there is none. */
  readonly keptStep: number | null
}

export function describeDivergence({
  step,
  loss,
  learningRate,
  keptStep
}: DivergenceContext): string {
  const what = `Training diverged at step ${step}: the loss is ${loss}`
  // The loss of the first step is that of weights which nothing has changed yet.
  if (step === 1) {
    return `${what} before anything was learned. The initial weights are too large: check the initializers of the layers.`
  }
  const [rate, tenth] = [learningRate, learningRate / 10].map(formatRate)
  const kept =
    keptStep === null
      ? ''
      : ` The checkpoint of step ${keptStep}, the last with finite weights, is kept.`
  return `${what}. Probably the learning rate is too high, and the weights grew until values became infinite. Try a tenth of it: ${tenth} instead of ${rate}.${kept}`
}
