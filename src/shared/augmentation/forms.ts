/** Ways to set a value that several augmentations share. */
import type { AugmentationUnit, SettingForm, SliderRange } from './augmentation'

/** A setting that can be said in one way only. */
export function switchForm(): readonly [SettingForm<boolean>] {
  return [{ label: '', unit: 'none', control: { kind: 'flag' }, holds: () => true, start: true }]
}

/** One number, with a slider. */
export function numberForm({
  unit,
  range,
  step
}: {
  unit: AugmentationUnit
  range: SliderRange
  step: number
}): readonly [SettingForm<number>] {
  const [start] = range
  return [{ label: '', unit, control: { kind: 'number', range, step }, holds: () => true, start }]
}
