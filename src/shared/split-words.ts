/** A validation split in words. */
import type { ValidationSplit } from './experiment'

/** "last 20 % of the training part" */
export function describeSplit(validation: ValidationSplit): string {
  switch (validation.kind) {
    case 'none':
      return 'none'
    case 'last-fraction':
      return `last ${toPercent(validation.fraction)} of the training part`
    case 'stratified':
      return `${toPercent(validation.fraction)} of each class, drawn with seed ${validation.seed}`
    case 'k-fold': {
      const { fold, folds, seed, isStratified } = validation
      return `fold ${fold} of ${folds}${isStratified ? ', equal classes' : ''}, drawn with seed ${seed}`
    }
  }
}

function toPercent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))} %`
}
