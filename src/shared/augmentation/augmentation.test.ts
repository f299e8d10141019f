import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { augmentations, augmentationSchema, completeAugmentation } from './index'

describe.each(Object.entries(augmentations))('%s', (_key, definition) => {
  it('is named, explained and linked, and can be left out', () => {
    const { label, help, link, neutral, range } = definition
    expect(label).toMatch(/^[A-Z]/)
    expect(help).toMatch(/\.$/)
    expect(link).toMatch(/^https:\/\//)
    expect(() => (definition.schema as z.ZodType).parse(neutral)).not.toThrow()
    if (range) expect(range[0]).toBeLessThan(range[1])
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
