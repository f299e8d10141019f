/** What no page may do here: get permissions, go elsewhere, open windows, start programs. */
import { app, session, shell, type WebContents } from 'electron'
import { getOrigin } from '../call-border'
import { isExternalPage } from '../external-pages'

/** Denies by default, for every web contents there is or will be. */
export function denyByDefault(origin: string): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false)
  )
  session.defaultSession.setPermissionCheckHandler(() => false)
  app.on('web-contents-created', (_event, contents) => guard(contents, origin))
}

function guard(contents: WebContents, origin: string): void {
  const stayHere = (event: { preventDefault(): void }, url: string): void => {
    if (getOrigin(url) !== origin) event.preventDefault()
  }
  contents.on('will-navigate', stayHere)
  contents.on('will-redirect', stayHere)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}
