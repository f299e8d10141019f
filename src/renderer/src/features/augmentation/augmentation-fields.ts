/** How each augmentation is set: a switch, a choice, a slider, or one at either end. From the table. */
import {
  augmentations,
  type AugmentationKey,
  type AugmentationSettings
} from '@shared/augmentation'
import type { AugmentationUnit } from '@shared/augmentation/augmentation'
import { augmentationKeys, writeSetting } from '@shared/augmentation/edit'
import { fillModes } from '@shared/augmentation/fill-mode'

export interface SettingField {
  readonly key: AugmentationKey
  readonly label: string
  readonly help: string
  readonly link: string
  /** The word behind the number; empty where it has none. */
  readonly unit: string
  readonly control:
    | { readonly kind: 'flag'; readonly isOn: boolean }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly chosen: string }
    | {
        readonly kind: 'number'
        readonly text: string
        /** Where its sliders stand: one value, or the two ends. Null for a list that no slider can show. */
        readonly stops: readonly number[] | null
        readonly least: number
        readonly most: number
        readonly step: number
      }
  readonly isNeutral: boolean
}

export interface SettingGroup {
  readonly title: string
  readonly fields: readonly SettingField[]
}

const GROUPS: Readonly<Record<string, readonly AugmentationKey[]>> = {
  Move: [
    'width_shift_range',
    'height_shift_range',
    'horizontal_flip',
    'vertical_flip',
    'rotation_range',
    'shear_range',
    'zoom_range',
    'fill_mode',
    'cval'
  ],
  Colour: ['brightness_range', 'channel_shift_range'],
  'Cut and mix': ['random_crop_padding', 'cutout_size', 'mixup_alpha', 'cutmix_alpha'],
  Standardise: ['featurewise_center', 'featurewise_std_normalization']
}

const UNITS: Readonly<Record<AugmentationUnit, string>> = {
  degrees: '°',
  px: 'px',
  share: '',
  factor: '×',
  brightness: '',
  none: ''
}

export function listSettingGroups(settings: AugmentationSettings | undefined): SettingGroup[] {
  const grouped = new Set(Object.values(GROUPS).flat())
  const others = augmentationKeys.filter((key) => !grouped.has(key))
  const groups = others.length > 0 ? { ...GROUPS, Other: others } : GROUPS
  return Object.entries(groups).map(([title, keys]) => ({
    title,
    fields: keys.map((key) => describeField(key, settings))
  }))
}

function describeField(
  key: AugmentationKey,
  settings: AugmentationSettings | undefined
): SettingField {
  const { label, help, link, unit, neutral } = augmentations[key]
  const value = settings?.[key] ?? neutral
  return {
    key,
    label,
    help,
    link,
    unit: UNITS[unit],
    control: describeControl(key, value),
    isNeutral: JSON.stringify(value) === JSON.stringify(neutral)
  }
}

function describeControl(key: AugmentationKey, value: unknown): SettingField['control'] {
  if (typeof value === 'boolean') return { kind: 'flag', isOn: value }
  if (typeof value === 'string') return { kind: 'choice', choices: fillModes, chosen: value }
  const { range, unit, neutral } = augmentations[key]
  const [least, most] = range ?? [0, 1]
  const isPair = Array.isArray(value) && value.length === 2 && Array.isArray(neutral)
  const isWhole = unit === 'px' || unit === 'degrees'
  return {
    kind: 'number',
    text: writeSetting(value),
    stops: typeof value === 'number' ? [value] : isPair ? (value as number[]) : null,
    least,
    most,
    step: isWhole ? 1 : 0.01
  }
}
