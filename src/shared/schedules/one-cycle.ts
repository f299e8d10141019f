/** One cycle: up to the learning rate along a cosine, then down far below where it began (Smith and Topin 2017). */
import { z } from 'zod'
import { defineSchedule } from './schedule'

export const oneCycleSchema = z.strictObject({
  kind: z.literal('one-cycle'),
  /** Share of all steps in which the learning rate rises. */
  rise: z.number().gt(0).lt(1).default(0.3),
  /** The first learning rate is the highest divided by this. */
  startDivisor: z.number().gt(1).default(25),
  /** The last learning rate is the first divided by this. */
  endDivisor: z.number().gt(1).default(10_000)
})

export const oneCycle = defineSchedule<z.output<typeof oneCycleSchema>>({
  label: 'One cycle',
  help: "Rises to the optimizer's learning rate and falls far below where it began; one cycle over the whole run.",
  link: 'https://arxiv.org/abs/1708.07120',
  schema: oneCycleSchema,
  computeLearningRate({ rise, startDivisor, endDivisor }, base, { step, totalSteps }) {
    const start = base / startDivisor
    const end = start / endDivisor
    const last = Math.max(1, totalSteps - 1)
    const peak = rise * last
    if (step <= peak) return anneal(start, base, peak === 0 ? 1 : step / peak)
    return anneal(base, end, Math.min(1, (step - peak) / (last - peak)))
  }
})

/** From one value to another along half a cosine. */
function anneal(from: number, to: number, progress: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * progress))
}
