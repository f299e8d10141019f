/** Starts the page: client, stores, rooms, then the window itself. */
import './zod-config'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { appClientKey, createAppClient } from './app-client'
import App from './App.vue'
import { createRooms } from './router'
import { useMessagesStore } from './stores/messages'
import { useSettingsStore } from './stores/settings'

async function start(): Promise<void> {
  const app = createApp(App)
  app.provide(appClientKey, createAppClient(window.receptive))
  app.use(createPinia())
  app.use(createRooms())

  const messages = useMessagesStore()
  app.config.errorHandler = (error) => {
    console.error(error)
    messages.showError(error)
  }
  window.addEventListener('unhandledrejection', ({ reason }) => messages.showError(reason))

  // Before the first picture, so that theme, panel and the text in the charts do not change under the eye.
  await Promise.all([
    useSettingsStore().load().catch(messages.showError),
    document.fonts.load('11px Inter')
  ])
  app.mount('#app')
}

void start()
