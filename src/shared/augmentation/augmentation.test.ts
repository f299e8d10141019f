import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { AugmentationDefinition } from './augmentation'
import {
  augmentations,
  augmentationSchema,
  completeAugmentation,
  type AugmentationKey
} from './index'

describe.each(Object.entries(augmentations))('%s', (_key, definition) => {
  it('is named, explained and linked, and can be left out', () => {
    const { label, help, link, neutral } = definition
    expect(label).toMatch(/^[A-Z]/)
    expect(help).toMatch(/\.$/)
    expect(link).toMatch(/^https:\/\//)
    expect(() => (definition.schema as z.ZodType).parse(neutral)).not.toThrow()
  })

  it('has one way to be said for each value, begins each way right, and changes nothing when neutral', () => {
    const { forms, neutral, ends, schema } = definition as AugmentationDefinition<z.ZodType>
    for (const { start, control, holds } of forms) {
      expect(() => schema.parse(start)).not.toThrow()
      expect(holds(start)).toBe(true)
      expect(forms.filter((form) => form.holds(start))).toHaveLength(1)
      if ('range' in control) expect(control.range[0]).toBeLessThan(control.range[1])
    }
    expect(forms.filter((form) => form.holds(neutral))).toHaveLength(1)
    expect(ends(neutral, { height: 32, width: 32 })).toEqual([])
  })
})

describe('an augmentation that is left out', () => {
  it('changes nothing, and what is given stays as it is', () => {
    const settings = augmentationSchema.parse({ zoom_range: [0.5, 1], cutout_size: 4 })
    const { zoom_range, cutout_size, rotation_range, fill_mode } = completeAugmentation(settings)
    expect({ zoom_range, cutout_size }).toEqual(settings)
    expect([rotation_range, fill_mode]).toEqual([0, 'nearest'])
  })
})

describe('the ends of a range', () => {
  const picture = { height: 20, width: 40 }

  it.each<[AugmentationKey, unknown, string[]]>([
    ['width_shift_range', 0.1, ['−4 px', '4 px']],
    ['height_shift_range', 0.1, ['−2 px', '2 px']],
    // Keras takes whole pixels below a whole number.
    ['width_shift_range', 3, ['−2 px', '2 px']],
    ['width_shift_range', 2.5, ['−2.5 px', '2.5 px']],
    ['width_shift_range', [1, 6], ['−6 px', '6 px']],
    ['width_shift_range', [0.1, 0.5], ['−20 px', '20 px']],
    ['rotation_range', 15, ['−15°', '15°']],
    ['zoom_range', 0.2, ['× 0.8', '× 1.2']],
    ['zoom_range', [0.5, 2], ['× 0.5', '× 2']],
    ['brightness_range', [0.6, 1.4], ['× 0.6', '× 1.4']],
    ['horizontal_flip', true, ['flipped']],
    ['fill_mode', 'wrap', []]
  ])('of %s %j are %j', (key, value, labels) => {
    const { ends } = augmentations[key] as unknown as AugmentationDefinition<z.ZodType>
    expect(ends(value, picture).map(({ label }) => label)).toEqual(labels)
  })
})
