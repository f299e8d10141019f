/** What the normalising layers have in common: learned numbers that scale (gamma) and shift (beta) afterwards. */
import type { Shape, WeightSpec } from './layer'
import { flag, initializer, number, regularizer } from './params'

export const scaleAndShiftParams = () => ({
  center: flag({ default: true, help: 'Shifts by a learned number (beta).' }),
  scale: flag({ default: true, help: 'Scales by a learned number (gamma).' }),
  betaInitializer: initializer({ default: 'Zeros', help: 'How beta begins.' }),
  gammaInitializer: initializer({ default: 'Ones', help: 'How gamma begins.' }),
  betaRegularizer: regularizer({ help: 'A penalty on a large beta, added to the loss.' }),
  gammaRegularizer: regularizer({ help: 'A penalty on a large gamma, added to the loss.' })
})

export const epsilonParam = () =>
  number({
    default: 0.001,
    min: 1e-12,
    max: 1,
    help: 'Added to the variance against division by zero.'
  })

export function scaleAndShiftWeights(
  { center, scale }: { center: boolean; scale: boolean },
  shape: Shape
): WeightSpec[] {
  const weight = (name: 'gamma' | 'beta') => ({
    name,
    shape,
    isTrainable: true,
    initializer: `${name}Initializer`,
    regularizer: `${name}Regularizer`
  })
  return [...(scale ? [weight('gamma')] : []), ...(center ? [weight('beta')] : [])]
}
