/** What width and height shift have in common: Keras' three ways to say how far. */
import { z } from 'zod'
import type { SettingForm } from './augmentation'

/**
 * A number below 1 is a share of the size, drawn evenly between minus and plus it. A whole number n from 1 is one of the
 * whole pixels below n, either way, as in Keras: 3 shifts by at most 2. Another number is pixels, drawn evenly. A list
 * is one of its numbers, either way: shares when all of them are below 1.
 */
export const shiftSchema = z
  .union([z.number().min(0), z.array(z.number().min(0)).min(1)], {
    error: 'a share of the size below 1, a number of pixels, or a list of either'
  })
  .meta({ description: 'Below 1 a share of the size; from 1 pixels; a list: one of its numbers.' })

export type ShiftRange = z.output<typeof shiftSchema>

export const shiftForms: readonly [SettingForm<ShiftRange>, ...SettingForm<ShiftRange>[]] = [
  {
    label: 'share',
    unit: 'share',
    control: { kind: 'number', range: [0, 0.5], step: 0.01 },
    holds: (range) => typeof range === 'number' && range < 1,
    start: 0.1
  },
  {
    label: 'pixels',
    unit: 'px',
    control: { kind: 'number', range: [1, 16], step: 1 },
    holds: (range) => typeof range === 'number' && range >= 1,
    start: 4
  },
  {
    label: 'list',
    unit: 'none',
    control: { kind: 'list' },
    holds: (range) => Array.isArray(range),
    start: [0.1, 0.2]
  }
]

/** The most pixels that a picture is moved by, on a side of so many. */
export function computeMostShift(range: ShiftRange, side: number): number {
  const most = typeof range === 'number' ? range : Math.max(...range)
  if (most < 1) return most * side
  return typeof range === 'number' && Number.isInteger(range) ? range - 1 : most
}
