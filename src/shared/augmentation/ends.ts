/** The ends of a range, and how they are said. */
import type { AugmentationUnit, RangeEnd } from './augmentation'

/** From minus to plus; none where nothing is changed. */
export function endsEitherWay(most: number, unit: AugmentationUnit): RangeEnd[] {
  return most > 0 ? [-most, most].map((at) => ({ at, label: formatEnd(at, unit) })) : []
}

/** From the one to the other; none where both leave a picture as it is. */
export function endsOfFactors([low, high]: readonly [number, number]): RangeEnd[] {
  if (low === 1 && high === 1) return []
  return [low, high].map((at) => ({ at, label: formatEnd(at, 'factor') }))
}

/** A flag has one end: that it happens. */
export function endOfFlag(isOn: boolean, label: string): RangeEnd[] {
  return isOn ? [{ at: 1, label }] : []
}

/** What has no range. */
export function noEnds(): RangeEnd[] {
  return []
}

/** `−10°`, `3.2 px`, `× 0.8`: three significant digits at most. */
export function formatEnd(value: number, unit: AugmentationUnit): string {
  const number = String(Number(value.toPrecision(3))).replace('-', '−')
  switch (unit) {
    case 'degrees':
      return `${number}°`
    case 'px':
      return `${number} px`
    case 'factor':
      return `× ${number}`
    default:
      return number
  }
}
