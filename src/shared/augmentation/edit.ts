/** Changing single settings of an augmentation, as people write them. */
import type { z } from 'zod'
import { describeExpectation } from '../experiment-issues'
import { augmentations, type AugmentationKey, type AugmentationSettings } from './index'

/** In the order of the table. */
export const augmentationKeys = Object.keys(augmentations) as AugmentationKey[]

/** What is typed as a number; anything else stays as it was typed, for the schema to refuse. */
export function readNumber(text: string): unknown {
  const number = Number(text.trim().replace('−', '-'))
  return text.trim() === '' || Number.isNaN(number) ? text : number
}

/** What is typed between commas or blanks as a list, with or without brackets; a single number is a list of one. */
export function readList(text: string): unknown {
  const words = text
    .replace(/[[\]]/g, ' ')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const numbers = words.map(Number)
  return words.length === 0 || numbers.some(Number.isNaN) ? text : numbers
}

/** `0.8, 1.2`; as it is typed. */
export function writeSetting(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** What is wrong with a value, as "Expected …"; null when nothing is. */
export function findSettingError(key: AugmentationKey, value: unknown): string | null {
  const { error } = (augmentations[key].schema as z.ZodType).safeParse(value)
  const [issue] = error?.issues ?? []
  return issue ? `Expected ${describeExpectation(issue)}.` : null
}

/** With another value of one setting; one that changes nothing is left out. @returns undefined when nothing is left */
export function setSetting(
  settings: AugmentationSettings | undefined,
  key: AugmentationKey,
  value: unknown
): AugmentationSettings | undefined {
  const changed: Record<string, unknown> = { ...settings, [key]: value }
  // The order of the table, whatever was set first: two documents that mean the same are the same.
  const entries = augmentationKeys
    .filter((one) => changed[one] !== undefined && !(one === key && isNeutral(one, value)))
    .map((one) => [one, changed[one]])
  return entries.length > 0 ? (Object.fromEntries(entries) as AugmentationSettings) : undefined
}

export function isNeutral(key: AugmentationKey, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(augmentations[key].neutral)
}

/**
 * A document with other augmentation, at the place where a parsed experiment has it: what is set and taken back leaves
 * the document as it was, to the letter.
 */
export function replaceAugmentation<T extends object>(
  document: T,
  settings: AugmentationSettings | undefined
): T {
  const others = Object.entries(document).filter(([key]) => key !== 'augmentation')
  if (settings === undefined) return Object.fromEntries(others) as T
  const place = others.findIndex(([key]) => key === 'model')
  others.splice(place < 0 ? others.length : place, 0, ['augmentation', settings])
  return Object.fromEntries(others) as T
}
