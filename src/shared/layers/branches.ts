/** What the layers that join branches have in common. */
import { LayerError, type Shape } from './layer'

/** At least two inputs. @throws LayerError when there are fewer. */
export function severalInputs(inputs: readonly Shape[]): readonly [Shape, ...Shape[]] {
  const [first, ...others] = inputs
  if (first && others.length > 0) return [first, ...others]
  throw new LayerError(
    `takes two inputs or more, received ${inputs.length}. Connect another layer, or remove this one.`
  )
}
