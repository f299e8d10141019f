/** The table of augmentations that the trainer carries out, in their order, and the seeded stream of each batch. */
import { completeAugmentation, type AugmentationSettings } from '@shared/augmentation'
import { createRandomStream } from '@shared/random'
import type { Batch } from '../resident-dataset'
import type { StepClock } from '../step-clock'
import { colour } from './colour'
import { cutout } from './cutout'
import { geometry } from './geometry'
import { mixing } from './mixing'
import { randomCrop } from './random-crop'
import type { AugmentationStage } from './stage'

/** Keras' own come first, in Keras' order; labels are mixed last. */
const stages: readonly AugmentationStage[] = [geometry, colour, randomCrop, cutout, mixing]

/** Changes a batch that is about to be trained with; runs within tf.tidy. */
export type Augment = (batch: Batch) => Batch

/**
 * Null where an experiment asks for none. What is drawn follows from the seed and the step on the clock alone, so that a
 * run that goes on draws what it would have drawn.
 */
export function createAugment(
  settings: AugmentationSettings | undefined,
  { seed, clock }: { seed: number; clock: StepClock }
): Augment | null {
  const augmentation = completeAugmentation(settings)
  const wanted = stages.filter(({ isWanted }) => isWanted(augmentation))
  if (wanted.length === 0) return null
  return (batch) =>
    wanted.reduce(
      (changed, { change }) =>
        change(changed, augmentation, (name) =>
          createRandomStream(seed, `augmentation:${name}:${clock.step}`)
        ),
      batch
    )
}
