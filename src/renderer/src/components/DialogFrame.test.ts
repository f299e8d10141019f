import { afterEach, expect, it } from 'vitest'
import { createApp, h, nextTick, shallowRef, type App } from 'vue'
import DialogFrame from './DialogFrame.vue'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  document.body.replaceChildren()
})

function openFrame(slots: Record<string, () => string> = {}) {
  const isOpen = shallowRef(true)
  const frame = () =>
    h(
      DialogFrame,
      {
        title: 'Save',
        description: 'Under a name of its own.',
        width: 400,
        open: isOpen.value,
        'onUpdate:open': (wanted: boolean) => (isOpen.value = wanted)
      },
      slots
    )
  app = createApp({ render: frame })
  app.mount(document.body.appendChild(document.createElement('div')))
  return { isOpen, find: () => document.querySelector<HTMLElement>('[role="dialog"]') }
}

function textOf(dialog: HTMLElement | null, attribute: string): string | undefined {
  const id = dialog?.getAttribute(attribute) ?? ''
  return document.getElementById(id)?.textContent.trim()
}

it('is named and described by what stands in it', async () => {
  const { find } = openFrame({ default: () => 'the rest' })
  await nextTick()
  expect(textOf(find(), 'aria-labelledby')).toBe('Save')
  expect(textOf(find(), 'aria-describedby')).toBe('Under a name of its own.')
  expect(find()?.textContent).toContain('the rest')
  expect(find()?.style.width).toBe('400px')
})

it('takes a description of more than text', async () => {
  const { find } = openFrame({ description: () => 'Said otherwise.' })
  await nextTick()
  expect(textOf(find(), 'aria-describedby')).toBe('Said otherwise.')
})

it('closes with Escape', async () => {
  const { isOpen, find } = openFrame()
  await nextTick()
  find()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await nextTick()
  expect(isOpen.value).toBe(false)
})
