import { flushPromises, mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { appClientKey } from '../../app-client'
import { createTestApp } from '../../fixtures/test-app'
import WorkspaceBanner from './WorkspaceBanner.vue'

async function mountBanner(readOnlyReason: string | null) {
  const { pinia, client } = createTestApp({
    getAppInfo: () => ({
      version: '1.0.0',
      electronVersion: '43.0.0',
      electronNote: null,
      workspaceFolder: '/w',
      readOnlyReason,
      logFile: '/w/logs/trainer.log'
    })
  })
  const provide = { [appClientKey as symbol]: client }
  const wrapper = mount(WorkspaceBanner, { global: { plugins: [pinia], provide } })
  await flushPromises()
  return wrapper
}

it('says why nothing can be written, until that is read', async () => {
  const wrapper = await mountBanner('The workspace /w cannot be written.')
  expect(wrapper.get('[role=alert]').text()).toBe('The workspace /w cannot be written.')
  await wrapper.get('button').trigger('click')
  expect(wrapper.find('[role=alert]').exists()).toBe(false)
})

it('is not there where one can work', async () => {
  expect((await mountBanner(null)).text()).toBe('')
})
