import { spawn } from 'node:child_process'
import type { ElectronApplication } from '@playwright/test'
import { resolve } from 'node:path'
import { expect, test, type Started } from './app.fixture'
import { digitsFile } from './data/digits'

test('closing the window over a training asks first, and keeps it or stops it', async ({
  receptive
}) => {
  const { app, workbench, page } = await startTraining(await receptive.start())

  await answerQuestions(app, 'Keep training')
  await closeWindow(app)
  const { last } = await workbench.readChart('Loss')
  await workbench.waitForSteps(last + 10)
  expect(page.isClosed()).toBe(false)

  await answerQuestions(app, 'Stop training and quit')
  const gone = new Promise((done) => app.process().once('exit', done))
  await closeWindow(app)
  await gone

  const second = await receptive.start()
  await expect(second.workbench.run('digits')).toContainText('stopped')
})

test('a signal ends the application at once and cleanly, without a question', async ({
  receptive
}) => {
  const { app } = await startTraining(await receptive.start())
  const child = app.process()
  const begin = performance.now()
  const gone = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
  child.kill('SIGTERM')
  expect(await gone).toEqual({ code: 0, signal: null })
  expect(performance.now() - begin).toBeLessThan(5000)

  const second = await receptive.start()
  await expect(second.workbench.run('digits')).toContainText('stopped')
})

test('a second start shows the window of the first and ends', async ({ receptive }) => {
  const { app } = await receptive.start()
  const executable = process.env.RECEPTIVE_ELECTRON ?? ''
  const args = ['--no-sandbox', resolve('.'), `--user-data-dir=${receptive.userDataFolder}`]
  const code = await new Promise((done) => spawn(executable, args).once('exit', done))
  expect(code).toBe(0)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a page that crashes comes back while the training goes on', async ({ receptive }) => {
  const { app, workbench } = await startTraining(await receptive.start())
  const before = await workbench.readChart('Loss')
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  )
  await expect.poll(() => readLastStep(app)).toBeGreaterThan(before.last + 10)
})

/** The newest step of the loss chart, asked through main: Playwright's own page does not survive a crash. */
async function readLastStep(app: ElectronApplication): Promise<number> {
  const label = await app.evaluate(({ BrowserWindow }) => {
    const read = `document.querySelector('[role=img][aria-label^=Loss]')?.ariaLabel ?? ''`
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(read)
    // A page that crashes meanwhile never answers.
    return Promise.race([answer, new Promise((done) => setTimeout(() => done(''), 500))])
  })
  return Number(/to ([\d,]+)$/.exec(String(label))?.[1]?.replaceAll(',', ''))
}

async function startTraining(started: Started): Promise<Started> {
  const { workbench } = started
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(20)
  return started
}

/** The system's own dialog cannot be driven; what it answers can be given. */
function answerQuestions(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(({ dialog }, answer) => {
    dialog.showMessageBoxSync = (...args: unknown[]) => {
      const { buttons = [] } = args[1] as { buttons?: string[] }
      return buttons.indexOf(answer)
    }
  }, label)
}

function closeWindow(app: ElectronApplication): Promise<void> {
  return app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => {})
}
