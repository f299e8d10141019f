/** What the dialog about going on says of the run that it goes on from. */
import { formatCount } from '@shared/format'
import { isActive } from '@shared/run'
import type { PlannedContinuation } from '../../stores/continuation'

export function describeTitle({ parent, place }: PlannedContinuation): string {
  return `Continue “${parent.name}” from step ${formatCount(place.step)}`
}

/** What happens to the parent, and what the new run takes along. */
export function describeParent({ parent }: PlannedContinuation): string {
  const fate = isActive(parent.state) ? 'is stopped, and kept' : 'stays as it is'
  return `A new run takes over its weights and its optimizer; “${parent.name}” ${fate}. The architecture cannot change.`
}
