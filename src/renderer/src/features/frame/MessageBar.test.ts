import { mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { createTestApp } from '../../fixtures/test-app'
import { useMessagesStore } from '../../stores/messages'
import MessageBar from './MessageBar.vue'

beforeEach(() => void createTestApp())

it('shows the three newest of many messages, the others when they are asked for', async () => {
  const store = useMessagesStore()
  for (const text of ['a', 'b', 'c', 'd', 'e']) store.showError(new Error(text))
  const bar = mount(MessageBar)
  const texts = (): string[] => bar.findAll('[role=alert]').map((one) => one.text())
  expect(texts()).toEqual(['c', 'd', 'e'])
  const [more, all] = bar.findAll('button.link')
  expect(more?.text()).toBe('and 2 more')
  await more?.trigger('click')
  expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e'])
  await all?.trigger('click')
  expect(texts()).toEqual([])
  expect(bar.findAll('button')).toEqual([])
})
