/** The table of augmentations, by Keras' names where Keras has one. To add one: its file, and its line here. */
import { z } from 'zod'
import { brightnessRange } from './brightness-range'
import { channelShiftRange } from './channel-shift-range'
import { cutmixAlpha } from './cutmix-alpha'
import { cutoutSize } from './cutout-size'
import { cval } from './cval'
import { featurewiseCenter } from './featurewise-center'
import { featurewiseStdNormalization } from './featurewise-std-normalization'
import { fillMode } from './fill-mode'
import { heightShiftRange } from './height-shift-range'
import { horizontalFlip } from './horizontal-flip'
import { mixupAlpha } from './mixup-alpha'
import { randomCropPadding } from './random-crop-padding'
import { rotationRange } from './rotation-range'
import { shearRange } from './shear-range'
import { verticalFlip } from './vertical-flip'
import { widthShiftRange } from './width-shift-range'
import { zoomRange } from './zoom-range'

export const augmentations = {
  width_shift_range: widthShiftRange,
  height_shift_range: heightShiftRange,
  horizontal_flip: horizontalFlip,
  vertical_flip: verticalFlip,
  rotation_range: rotationRange,
  shear_range: shearRange,
  zoom_range: zoomRange,
  fill_mode: fillMode,
  cval,
  channel_shift_range: channelShiftRange,
  brightness_range: brightnessRange,
  random_crop_padding: randomCropPadding,
  cutout_size: cutoutSize,
  mixup_alpha: mixupAlpha,
  cutmix_alpha: cutmixAlpha,
  featurewise_center: featurewiseCenter,
  featurewise_std_normalization: featurewiseStdNormalization
} as const

export type AugmentationKey = keyof typeof augmentations

type Shape = {
  [Key in AugmentationKey]: z.ZodOptional<(typeof augmentations)[Key]['schema']>
}

const entries = Object.entries(augmentations) as [
  AugmentationKey,
  (typeof augmentations)[AugmentationKey]
][]

/** What an experiment may ask for; what it leaves out changes nothing. */
export const augmentationSchema = z.strictObject(
  Object.fromEntries(
    entries.map(([key, { schema, help }]) => [key, schema.optional().describe(help)])
  ) as Shape
)
export type AugmentationSettings = z.output<typeof augmentationSchema>

/** Every augmentation, those that change nothing included. */
export type Augmentation = {
  readonly [Key in AugmentationKey]: NonNullable<AugmentationSettings[Key]>
}

export function completeAugmentation(settings: AugmentationSettings = {}): Augmentation {
  return Object.fromEntries(
    entries.map(([key, { neutral }]) => [key, settings[key] ?? neutral])
  ) as unknown as Augmentation
}
