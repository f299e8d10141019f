/** The progress of a run as people read it. */
import { assertNever } from '@shared/assert-never'
import { formatCount } from '@shared/format'
import type { RunProgress } from '@shared/run'

export interface ProgressWords {
  /** `Epoch 3 of 10`. */
  readonly title: string
  /** `step 213 / 391`. */
  readonly detail: string
  /** Share of the whole run that is done, 0..1; null while nothing is known. */
  readonly fraction: number | null
}

export function describeProgress(progress: RunProgress): ProgressWords {
  const { phase, epoch, epochs, step, stepsPerEpoch } = progress
  const count = `${formatCount(step)} / ${formatCount(stepsPerEpoch)}`
  const title = `Epoch ${epoch} of ${epochs}`
  switch (phase) {
    case 'preparing':
      return { title: 'Preparing', detail: 'loading pictures and model', fraction: null }
    case 'training':
      return {
        title,
        detail: `step ${count}`,
        fraction: (epoch - 1 + step / Math.max(1, stepsPerEpoch)) / epochs
      }
    case 'validating':
      return { title, detail: `validating ${count}`, fraction: epoch / epochs }
    case 'testing':
      return { title: 'Testing', detail: `batch ${count}`, fraction: 1 }
    default:
      return assertNever(phase)
  }
}
