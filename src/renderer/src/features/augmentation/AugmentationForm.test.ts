import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { AugmentationSettings } from '@shared/augmentation'
import { setSetting } from '@shared/augmentation/edit'
import AugmentationForm from './AugmentationForm.vue'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

/** The form on settings that follow what it tells. */
function mountForm(settings?: AugmentationSettings) {
  const form = mount(AugmentationForm, {
    props: {
      settings,
      onChange: (key, value) =>
        form.setProps({ settings: setSetting(form.props('settings'), key, value) })
    },
    attachTo: document.body
  })
  wrapper = form
  const find = (name: string) => form.get<HTMLInputElement>(`[aria-label="${name}"]`)
  return { form, find, read: () => form.props('settings') }
}

it('changes with a slider and with what is typed', async () => {
  const { find, read } = mountForm()
  await find('Rotation, slider').setValue('15')
  expect(read()).toEqual({ rotation_range: 15 })
  expect(find('Rotation').element.value).toBe('15')
  await find('Rotation').setValue('22.5')
  expect(read()).toEqual({ rotation_range: 22.5 })
  expect(find('Rotation, slider').element.value).not.toBe('15')
})

it('keeps what is typed as it is typed, and says what is wrong at the field', async () => {
  const { form, find, read } = mountForm()
  await find('Width shift').setValue('0.')
  expect(find('Width shift').element.value).toBe('0.')
  await find('Width shift').setValue('0.1')
  await find('Rotation').setValue('200')
  expect(form.get('[role=alert]').text()).toBe('Expected at most 180.')
  expect(find('Rotation').attributes('aria-invalid')).toBe('true')
  expect(read()).toEqual({ width_shift_range: 0.1 })
  expect(form.emitted('wrong')?.at(-1)).toEqual([1])
  await find('Rotation').setValue('20')
  expect(form.find('[role=alert]').exists()).toBe(false)
  expect(form.emitted('wrong')?.at(-1)).toEqual([0])
})

it('types a list number by number without leaving the list', async () => {
  const { form, find, read } = mountForm({ width_shift_range: 0.1 })
  await form.get('[aria-label="Width shift, given as"]').setValue('2')
  expect(read()).toEqual({ width_shift_range: [0.1, 0.2] })
  for (const typed of ['3', '3,', '3, 4']) await find('Width shift').setValue(typed)
  expect(find('Width shift').element.value).toBe('3, 4')
  expect(read()).toEqual({ width_shift_range: [3, 4] })
})

it('resets one setting, and a wrong text with it', async () => {
  const { form, find, read } = mountForm({ rotation_range: 10, horizontal_flip: true })
  await find('Rotation').setValue('far')
  await find('Reset Rotation').trigger('click')
  expect(read()).toEqual({ horizontal_flip: true })
  expect(find('Rotation').element.value).toBe('0')
  expect(form.emitted('wrong')?.at(-1)).toEqual([0])
})

it('names both ends of a pair, and counts what is on', async () => {
  const { form, find, read } = mountForm({ horizontal_flip: true })
  await find('Brightness, lowest').setValue('0.5')
  expect(read()).toEqual({ horizontal_flip: true, brightness_range: [0.5, 1] })
  expect(form.get('h2').text()).toBe('2 settings')
})
