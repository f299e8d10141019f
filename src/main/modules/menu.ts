/** The application menu; its commands are the page's to carry out. */
import { app, Menu } from 'electron'
import type { Broadcast } from '../ipc'
import { createMenuTemplate } from '../menu-template'

export function createMenu(broadcast: Broadcast): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      createMenuTemplate({
        applicationName: app.getName(),
        platform: process.platform,
        isDevelopment: !app.isPackaged,
        onChoose: (id) => broadcast('onDidChooseCommand', { id }),
        onShowAbout: () => app.showAboutPanel()
      })
    )
  )
}
