/** How each augmentation is set: a switch, a choice, one number or two with a slider each, or a list. From the table. */
import type { z } from 'zod'
import {
  augmentations,
  type AugmentationKey,
  type AugmentationSettings
} from '@shared/augmentation'
import {
  augmentationGroups,
  type AugmentationDefinition,
  type AugmentationGroup,
  type AugmentationUnit,
  type SliderRange
} from '@shared/augmentation/augmentation'
import { augmentationKeys, isNeutral, writeSetting } from '@shared/augmentation/edit'

/** A number that a slider shows. */
export interface SettingStop {
  /** What a screen reader calls it. */
  readonly name: string
  readonly value: number
  readonly range: SliderRange
  readonly step: number
}

export type FieldControl =
  | { readonly kind: 'flag'; readonly isOn: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly chosen: string }
  /** One, or the lower and the upper end. */
  | { readonly kind: 'numbers'; readonly stops: readonly SettingStop[] }
  | { readonly kind: 'list'; readonly text: string }

/** One of several ways to say the value. */
export interface FieldForm {
  readonly label: string
  /** The value that it begins with. */
  readonly start: unknown
}

export interface SettingField {
  readonly key: AugmentationKey
  readonly label: string
  readonly help: string
  readonly link: string
  /** The word behind the number; empty where it has none. */
  readonly unit: string
  readonly control: FieldControl
  readonly value: unknown
  readonly neutral: unknown
  readonly isNeutral: boolean
  /** Empty where there is only one way. */
  readonly forms: readonly FieldForm[]
  /** The place of the one that holds now. */
  readonly form: number
}

export interface SettingGroup {
  readonly key: AugmentationGroup
  readonly title: string
  readonly fields: readonly SettingField[]
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
  const fields = augmentationKeys.map((key) => describeField(key, settings?.[key]))
  return (Object.keys(augmentationGroups) as AugmentationGroup[]).map((group) => ({
    key: group,
    title: augmentationGroups[group],
    fields: fields.filter(({ key }) => augmentations[key].group === group)
  }))
}

/** With the number at `place` moved; a pair that is dragged keeps its lower end below its upper one. */
export function moveStop(
  stops: readonly Pick<SettingStop, 'value'>[],
  { place, to, isDragged }: { place: number; to: number; isDragged: boolean }
): number | number[] {
  if (stops.length === 1) return to
  return stops.map(({ value }, index) => {
    if (index === place) return to
    if (!isDragged) return value
    return index < place ? Math.min(value, to) : Math.max(value, to)
  })
}

function describeField(key: AugmentationKey, given: unknown): SettingField {
  // One type for all of the table: each setting's own value goes with its own form.
  const definition = augmentations[key] as unknown as AugmentationDefinition<z.ZodType>
  const { label, help, link, neutral, forms } = definition
  const value = given ?? neutral
  const form = Math.max(
    0,
    forms.findIndex(({ holds }) => holds(value))
  )
  const { control, unit } = forms[form] ?? forms[0]
  return {
    key,
    label,
    help,
    link,
    unit: UNITS[unit],
    control: describeControl(control, value, label),
    value,
    neutral,
    isNeutral: isNeutral(key, value),
    forms: forms.length > 1 ? forms.map((one) => ({ label: one.label, start: one.start })) : [],
    form
  }
}

type Control = AugmentationDefinition<z.ZodType>['forms'][0]['control']

function describeControl(control: Control, value: unknown, label: string): FieldControl {
  switch (control.kind) {
    case 'flag':
      return { kind: 'flag', isOn: value === true }
    case 'choice':
      return { kind: 'choice', choices: control.choices, chosen: String(value) }
    case 'list':
      return { kind: 'list', text: writeSetting(value) }
    case 'number':
    case 'pair': {
      const { range, step } = control
      const values = (Array.isArray(value) ? value : [value]) as number[]
      const names = values.length === 1 ? [label] : [`${label}, lowest`, `${label}, highest`]
      return {
        kind: 'numbers',
        stops: values.map((one, place) => ({
          name: names[place] ?? label,
          value: one,
          range,
          step
        }))
      }
    }
  }
}
