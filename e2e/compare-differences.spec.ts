import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'
import type { Workbench } from './pages/workbench'

async function trainShort(
  workbench: Workbench,
  name: string,
  training: Parameters<typeof digitsWith>[0]
): Promise<void> {
  await workbench.dropText({ name: `${name}.json`, text: digitsWith({ name, ...training }) })
  await expect(workbench.experiment).toHaveText(name)
  await workbench.train()
  await expect(workbench.run(name)).toContainText('finished', { timeout: 120_000 })
}

/** Answers the next question for a place to save with this file. */
async function saveTo(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
}

async function exportReport(
  { app, page }: { app: ElectronApplication; page: Page },
  label: string,
  path: string
): Promise<string> {
  await saveTo(app, path)
  await page.getByRole('button', { name: 'Export report' }).click()
  await page.getByRole('menuitem', { name: label }).click()
  await expect(page.getByText(`Saved ${basename(path)}.`)).toBeVisible()
  return readFileSync(path, 'utf8')
}

test('two runs that differ in two things: exactly those are listed, gone through and reported', async ({
  receptive
}) => {
  test.setTimeout(240_000)
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await trainShort(workbench, 'slow rate', { epochs: 1 })
  await trainShort(workbench, 'fast rate', {
    epochs: 2,
    optimizer: { kind: 'adam', learningRate: 0.01 }
  })

  await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('link', { name: 'Compare', exact: true })
    .click()
  const addRun = page.getByRole('button', { name: /^Add a run/ })
  await addRun.click()
  await page.getByRole('menuitemradio', { name: 'slow rate' }).click()
  await addRun.click()
  await page.getByRole('menuitemradio', { name: 'fast rate' }).click()
  await page.getByRole('tab', { name: 'Differences' }).click()

  const grid = page.getByRole('grid', { name: 'Configuration of the runs' })
  const changed = grid.locator('td.changed')
  const keys = grid.locator('tr.different th .truncate')
  await expect(keys).toHaveText(['optimizer.learningRate', 'epochs'])
  await expect(changed.locator('.truncate')).toHaveText(['0.01', '2'])

  // Forth to the last one, and around to the first.
  const status = page.getByRole('status').filter({ hasText: /ifference/ })
  for (const sentence of ['Difference 1 of 2', 'Difference 2 of 2', 'Difference 1 of 2']) {
    await page.keyboard.press('F8')
    await expect(status).toHaveText(sentence)
  }
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(status).toHaveText('Difference 2 of 2')
  await page.keyboard.press('p')
  await expect(status).toHaveText('Difference 1 of 2')
  await expect(page.locator('td:focus')).toHaveText(/0\.01/)

  await page.getByRole('button', { name: 'Layers', exact: true }).click()
  await expect(page.getByText('The layers are the same.')).toBeVisible()
  await page.getByRole('button', { name: 'Environment', exact: true }).click()
  await expect(page.getByText('The runs do not differ here.')).toBeVisible()

  const html = await exportReport(
    { app, page },
    'HTML report',
    join(receptive.userDataFolder, 'r.html')
  )
  expect(html).toContain('<th scope="row">optimizer.learningRate</th>')
  expect(html).toContain('<td class="changed">0.01</td>')
  const text = await exportReport(
    { app, page },
    'Markdown report',
    join(receptive.userDataFolder, 'r.md')
  )
  expect(text).toContain('| optimizer.learningRate | 0.002 | **0.01** |')
  const accuracy = /\| Test accuracy \| (0\.\d{4})/.exec(text)?.[1]
  expect(html).toContain(accuracy ?? 'an accuracy')

  // The report stands on its own, in a browser that may run nothing in it.
  const [shown] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(
      async ({ BrowserWindow }, file) => {
        const view = new BrowserWindow({
          width: 1280,
          height: 800,
          webPreferences: { javascript: true, sandbox: true }
        })
        await view.loadFile(file)
      },
      join(receptive.userDataFolder, 'r.html')
    )
  ])
  await expect(shown.getByRole('heading', { name: 'What differs' })).toBeVisible()
  await expect(shown.getByRole('img', { name: /^Validation accuracy/ })).toBeVisible()
  await expect(shown.getByRole('cell', { name: '0.01', exact: true }).first()).toBeVisible()
})
