import { describe, expect, it } from 'vitest'
import { augmentationKeys } from '@shared/augmentation/edit'
import type { AugmentationSettings } from '@shared/augmentation'
import { listSettingGroups, moveStop, type SettingField } from './augmentation-fields'

function findField(settings: AugmentationSettings | undefined, key: string): SettingField {
  const fields = listSettingGroups(settings).flatMap((group) => group.fields)
  const field = fields.find((one) => one.key === key)
  if (!field) throw new Error(`No field "${key}".`)
  return field
}

describe('the fields of an augmentation', () => {
  it('are every setting of the table once, in groups', () => {
    const groups = listSettingGroups(undefined)
    expect(groups.map(({ title }) => title)).toEqual([
      'Move',
      'Colour',
      'Cut and mix',
      'Standardisation'
    ])
    const keys = groups.flatMap(({ fields }) => fields.map(({ key }) => key))
    expect([...keys].sort()).toEqual([...augmentationKeys].sort())
    expect(groups.flatMap(({ fields }) => fields).every((field) => field.isNeutral)).toBe(true)
  })

  it('show a shift as a share, as pixels or as a list, by its value', () => {
    const share = findField({ width_shift_range: 0.1 }, 'width_shift_range')
    expect(share).toMatchObject({ form: 0, unit: '', isNeutral: false })
    expect(share.control).toMatchObject({ stops: [{ value: 0.1, range: [0, 0.5] }] })
    const pixels = findField({ width_shift_range: 4 }, 'width_shift_range')
    expect(pixels).toMatchObject({ form: 1, unit: 'px' })
    expect(pixels.control).toMatchObject({ stops: [{ value: 4, step: 1 }] })
    const list = findField({ width_shift_range: [1, 2] }, 'width_shift_range')
    expect(list).toMatchObject({ form: 2, control: { kind: 'list', text: '1, 2' } })
  })

  it('show a zoom as one number or as its two ends, and brightness always as two', () => {
    expect(findField({ zoom_range: 0.2 }, 'zoom_range').control).toMatchObject({
      stops: [{ name: 'Zoom', value: 0.2 }]
    })
    expect(findField({ zoom_range: [0.5, 1.5] }, 'zoom_range').control).toMatchObject({
      stops: [
        { name: 'Zoom, lowest', value: 0.5 },
        { name: 'Zoom, highest', value: 1.5 }
      ]
    })
    const { control, forms } = findField(undefined, 'brightness_range')
    expect(control).toMatchObject({ stops: [{ value: 1 }, { value: 1 }] })
    expect(forms).toEqual([])
  })
})

describe('moving one of two ends', () => {
  const stops = [{ value: 0.8 }, { value: 1.2 }]

  it.each([
    [{ place: 0, to: 0.5, isDragged: true }, [0.5, 1.2]],
    // What is dragged beyond the other takes it along.
    [{ place: 0, to: 1.5, isDragged: true }, [1.5, 1.5]],
    [{ place: 1, to: 0.6, isDragged: true }, [0.6, 0.6]],
    // Of what is typed, only what was typed changes.
    [{ place: 0, to: 1.5, isDragged: false }, [1.5, 1.2]]
  ])('%j gives %j', (move, expected) => {
    expect(moveStop(stops, move)).toEqual(expected)
  })

  it('is a number where there is one', () => {
    expect(moveStop([{ value: 3 }], { place: 0, to: 5, isDragged: true })).toBe(5)
  })
})
