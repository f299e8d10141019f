/** What the laboratory says: of a mixed label, of what the network gets, of what augmentation costs. */
import type { AugmentationPreview } from '@shared/augmentation-preview'
import { formatMilliseconds } from '@shared/format'
import type { MeasuredCost } from './useAugmentationCost'
import type { StepTime } from './useStepTime'

type Mixture = NonNullable<AugmentationPreview['mixtures'][number]>[number]

/** `70 % cat, 30 % dog`; null where a picture is of one class. */
export function describeMixture(
  { label, other, share }: Mixture,
  nameOf: (label: number) => string
): string | null {
  const percent = Math.round(share * 100)
  if (percent === 100 || label === other) return null
  return `${percent} % ${nameOf(label)}, ${100 - percent} % ${nameOf(other)}`
}

export function describeNetworkInput({
  shape,
  network: { isStandardized, least, most, mean, deviation }
}: AugmentationPreview): string {
  const [height, width, channels] = shape
  const range = `values ${formatValue(least)} to ${formatValue(most)}`
  const spread = `mean ${formatValue(mean)}, deviation ${formatValue(deviation)}`
  const how = isStandardized ? 'standardised by channel' : 'scaled to 0 to 1'
  return `The network sees ${height}×${width}×${channels}, ${how}: ${range}, ${spread}.`
}

/** Undefined while nothing was measured. */
export function describeCost(cost: MeasuredCost | undefined, step: StepTime | null): string {
  if (!cost) return 'Measuring what a picture costs…'
  const { microsecondsPerPicture } = cost
  if (microsecondsPerPicture === null) return 'Nothing is changed, and nothing is spent on it.'
  const picture = `Changing a picture takes ${formatMicroseconds(microsecondsPerPicture)}`
  if (!step) return `${picture}. What share of a step that is can be said after the first training.`
  const { batchSize, msPerStep, runName, isRough } = step
  const milliseconds = (microsecondsPerPicture * batchSize) / 1000
  const share = formatShare(milliseconds / msPerStep)
  const whole = `${isRough ? 'about ' : ''}${formatMilliseconds(msPerStep)}`
  return `${picture}, or ${formatMilliseconds(milliseconds)} for a batch of ${batchSize}: ${share} of a step of “${runName}” (${whole}).`
}

function formatMicroseconds(microseconds: number): string {
  return `${microseconds < 10 ? microseconds.toFixed(1) : Math.round(microseconds)} µs`
}

function formatShare(share: number): string {
  const percent = share * 100
  if (percent < 0.1) return 'less than 0.1 %'
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** Two digits, a true minus, and no minus before a zero. */
function formatValue(value: number): string {
  const text = value.toFixed(2)
  return text === '-0.00' ? '0.00' : text.replace('-', '−')
}
