/** Starts the real application on a workspace of its own, and fails a test whose page logged an error. */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  _electron as electron,
  expect,
  test as base,
  type ElectronApplication,
  type Page
} from '@playwright/test'
import { Workbench } from './pages/workbench'

/** One start of the application. */
export interface Started {
  readonly app: ElectronApplication
  readonly page: Page
  readonly workbench: Workbench
}

export interface StartOptions {
  /** Options of the application itself. */
  args?: readonly string[]
  /** The folder of the built application. @default this repository */
  application?: string
}

export interface AppFixture {
  /** Starts the application; again on the same user data after a close or a kill. */
  start(options?: StartOptions): Promise<Started>
  /** Where this test's settings, workspace and logs are. */
  readonly userDataFolder: string
  /** Names errors that the test causes on purpose; any other one in the page fails it. */
  expectErrors(pattern: RegExp): void
}

const isRoot = process.getuid?.() === 0

export const test = base.extend<{ receptive: AppFixture }>({
  // Playwright wants the empty pattern to see which fixtures are used.
  // eslint-disable-next-line no-empty-pattern
  receptive: async ({}, use) => {
    const userDataFolder = mkdtempSync(join(tmpdir(), 'receptive-e2e-'))
    const children: ChildProcess[] = []
    const errors: string[] = []
    const expected: RegExp[] = []

    async function start({
      args = [],
      application = resolve('.')
    }: StartOptions = {}): Promise<Started> {
      const app = await launch([application, `--user-data-dir=${userDataFolder}`, ...args])
      children.push(app.process())
      const page = await app.firstWindow()
      page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      const workbench = new Workbench(page)
      await workbench.waitUntilOpen()
      return { app, page, workbench }
    }

    await use({
      start,
      userDataFolder,
      expectErrors: (pattern) => void expected.push(pattern)
    })

    for (const child of children) await end(child)
    rmSync(userDataFolder, { recursive: true, force: true, maxRetries: 5 })
    const surprises = errors.filter((error) => !expected.some((pattern) => pattern.test(error)))
    expect(surprises, 'errors in the page').toEqual([])
  }
})

export { expect }

/** Now and then Playwright misses the moment in which it can attach to an old Electron; the next start hits it. */
const LAUNCH_ATTEMPTS = 3
const LAUNCH_TIMEOUT_MS = 20_000

async function launch(args: readonly string[], attempt = 1): Promise<ElectronApplication> {
  try {
    return await electron.launch({
      executablePath: executablePath(),
      args: [
        // Chromium's sandbox needs an ordinary user; CI machines often run as root.
        ...(isRoot ? ['--no-sandbox'] : []),
        ...args
      ],
      timeout: LAUNCH_TIMEOUT_MS
    })
  } catch (error) {
    if (attempt === LAUNCH_ATTEMPTS || !(error as Error).message.includes('Timeout')) throw error
    return launch(args, attempt + 1)
  }
}

/** Ends an application without the question about a running training, unless it is gone already. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await gone
}

function executablePath(): string {
  const path = process.env.RECEPTIVE_ELECTRON
  if (!path)
    throw new Error('RECEPTIVE_ELECTRON is not set: run the tests with `npm run test:e2e`.')
  return path
}

/** Gives the page of the window this size. */
export async function resize({ app, page }: Started, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height }
  )
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
}

/** Answers the system's next dialogs for a folder. */
export async function answerFolderDialog(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, folder)
}
