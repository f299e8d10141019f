/** Changing single settings of an augmentation, as people write them. */
import { augmentations, type AugmentationKey, type AugmentationSettings } from './index'

/** In the order of the table. */
export const augmentationKeys = Object.keys(augmentations) as AugmentationKey[]

/**
 * What is typed as a value: `0.1` a number, `0.8, 1.2` a list; anything else stays as it was typed, for the schema to
 * refuse.
 */
export function readSetting(text: unknown): unknown {
  if (typeof text !== 'string') return text
  const parts = text.replace(/[[\]]/g, ' ').split(/[\s,;]+/)
  const words = parts.filter((part) => part !== '')
  const numbers = words.map(Number)
  if (words.length === 0 || numbers.some(Number.isNaN)) return text
  return numbers.length === 1 ? numbers[0] : numbers
}

/** `0.8, 1.2`; as it is typed. */
export function writeSetting(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** What is wrong with a value, as "Expected …"; null when nothing is. */
export function findSettingError(key: AugmentationKey, value: unknown): string | null {
  const parsed = augmentations[key].schema.safeParse(value)
  if (parsed.success) return null
  const { range } = augmentations[key]
  if (Array.isArray(augmentations[key].neutral)) return 'Expected two numbers: lowest, highest.'
  return range ? `Expected a number from ${range[0]}.` : 'Expected one of the choices.'
}

/** With another value of one setting; one that changes nothing is left out. @returns undefined when nothing is left */
export function setSetting(
  settings: AugmentationSettings | undefined,
  key: AugmentationKey,
  value: unknown
): AugmentationSettings | undefined {
  const changed: Record<string, unknown> = { ...settings, [key]: value }
  const isNeutral = (one: AugmentationKey): boolean =>
    JSON.stringify(changed[one]) === JSON.stringify(augmentations[one].neutral)
  // The order of the table, whatever was set first: two documents that mean the same are the same.
  const entries = augmentationKeys
    .filter((one) => one in changed && !(one === key && isNeutral(one)))
    .map((one) => [one, changed[one]])
  return entries.length > 0 ? (Object.fromEntries(entries) as AugmentationSettings) : undefined
}
