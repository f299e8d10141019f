/** The choices of a parameter as a picker shows them. */
import {
  initializerNames,
  type ActivationName,
  type InitializerName,
  type Param
} from '@shared/layers/params'
import { CURVE_REACH, drawActivation } from './activation-curve'
import { computeFans, drawSpread, findSpread } from './initializer-shape'

export interface PickerChoice {
  readonly key: string
  /** Null where a picture says nothing. */
  readonly picture: { readonly path: string; readonly box: string } | null
}

const CURVE_BOX = `${-CURVE_REACH} ${-CURVE_REACH} ${2 * CURVE_REACH} ${2 * CURVE_REACH}`

/** Plain words; functions, where the parameter is an activation. */
export function listChoices(
  key: string,
  { choices = [] }: Pick<Param<unknown>, 'choices'>
): PickerChoice[] {
  return choices.map((choice) => {
    const path = key === 'activation' ? drawActivation(choice as ActivationName) : null
    return { key: choice, picture: path === null ? null : { path, box: CURVE_BOX } }
  })
}

/** @param weightShape of the weights that begin so; null where it is not known */
export function listInitializers(weightShape: readonly number[] | null): PickerChoice[] {
  const fans = computeFans(weightShape ?? [])
  return initializerNames.map((name: InitializerName) => ({
    key: name,
    picture: {
      path: drawSpread(findSpread({ className: name, config: {} }, fans)),
      box: '0 0 60 24'
    }
  }))
}
