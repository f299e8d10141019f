import { expect, test } from './app.fixture'

test('the page has the contract and nothing else of Node or Electron', async ({ receptive }) => {
  const { page } = await receptive.start()
  const globals = await page.evaluate(() => {
    const { receptive: exposed, ...rest } = window as unknown as Record<string, unknown>
    const names = ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer']
    return {
      found: names.filter((name) => name in rest && rest[name] !== undefined),
      keys: Object.keys(exposed as object).sort()
    }
  })
  expect(globals).toEqual({ found: [], keys: ['call', 'on', 'pathOf'] })
})

test('the window is sandboxed and isolated', async ({ receptive }) => {
  const { app } = await receptive.start()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false
  })
})

test('scripts of strangers do not run: inline, evaluated or from another origin', async ({
  receptive
}) => {
  receptive.expectErrors(/Content Security Policy/)
  const { page } = await receptive.start()
  const header = await page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy')
  )
  expect(header).toContain("default-src 'none'")
  expect(header).toContain("script-src 'self'")
  expect(header).not.toContain('unsafe')

  const ran = await page.evaluate(async () => {
    const marks: string[] = []
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.body.append(script)
    if ('inlineRan' in window) marks.push('inline')
    // Later, because what a debugger evaluates may evaluate in turn; the page's own code may not.
    const evaluated = await new Promise<boolean>((done) => {
      setTimeout(() => {
        try {
          done(Boolean(new Function('return true')()))
        } catch {
          done(false)
        }
      })
    })
    if (evaluated) marks.push('eval')
    const remote = await fetch('https://example.com/').then(
      () => true,
      () => false
    )
    if (remote) marks.push('fetch')
    return marks
  })
  expect(ran).toEqual([])
})

test('the window neither navigates nor opens others nor gets permissions', async ({
  receptive
}) => {
  receptive.expectErrors(/Not allowed to load local resource/)
  const { app, page } = await receptive.start()
  const home = page.url()
  await page.evaluate(() => {
    window.open('https://example.com/')
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    document.body.append(link)
    link.click()
    window.location.href = 'file:///etc/passwd'
  })
  const permission = await page.evaluate(() =>
    navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)
  )
  expect(permission).toBe('denied')
  expect(page.url()).toBe(home)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('paths that climb out of the page’s folder are not found', async ({ receptive }) => {
  receptive.expectErrors(/404/)
  const { page } = await receptive.start()
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/../main/index.js', '/%2e%2e/main/index.js', '/..%2f..%2fpackage.json', '/nothing.js'].map(
        (path) =>
          fetch(path).then(
            ({ status }) => status,
            () => 0
          )
      )
    )
  )
  expect(statuses.every((status) => status === 404 || status === 0)).toBe(true)
})

test('malformed calls are refused and harm nothing', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  const answers = await page.evaluate(async () => {
    const { call } = (
      window as unknown as {
        receptive: { call: Record<string, (input: unknown) => Promise<{ ok: boolean }>> }
      }
    ).receptive
    const inputs = [null, 7, 'x', { runId: '../../etc' }, { runId: { $gt: '' } }, []]
    const outcomes = []
    for (const name of ['getRunHistory', 'stopTraining', 'startTraining', 'updateSettings']) {
      for (const input of inputs) {
        const answer = await call[name]?.(input).catch(() => ({ ok: false }))
        outcomes.push(answer?.ok === true && name !== 'updateSettings')
      }
    }
    return outcomes
  })
  expect(answers).not.toContain(true)
  await workbench.waitUntilOpen()
})
