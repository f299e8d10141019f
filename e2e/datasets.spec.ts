/** Data sets of one's own: imported in the Data room, trained on, deleted. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { PNG } from 'pngjs'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'

test('a folder of pictures is imported, trained on and deleted', async ({ receptive }) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const folder = join(receptive.userDataFolder, 'dark and bright')
  writePictures(folder, 30)
  await workbench.openRoom('Data')
  await answerDialog(app, folder)
  await page.getByRole('button', { name: 'Import folder…' }).click()
  await expect(
    page.getByText(/^dark and bright is imported: 60 pictures in 2 classes\.$/)
  ).toBeVisible()
  const card = page.getByRole('article', { name: 'dark and bright' })
  await expect(card).toContainText('48 to train, 12 to test')
  await expect(card).toContainText(/On disk\s*\d+\.\d+ KB/)
  await expect(card).toContainText('bright/broken.png (it is no JPEG')
  await expect(page.getByRole('list', { name: 'Pictures of dark and bright' })).toContainText(
    'dark'
  )

  await card.getByRole('button', { name: 'Use for training' }).click()
  await workbench.dropText({ name: 'two.json', text: digitsWith({ name: 'two', epochs: 1 }) })
  await workbench.openRoom('Train')
  await workbench.train()
  await expect(page.getByText(/Test accuracy/).first()).toBeVisible({ timeout: 60_000 })

  await workbench.openRoom('Data')
  await card.getByRole('button', { name: 'Delete…' }).click()
  await card.getByRole('button', { name: 'Delete dark and bright from the disk' }).click()
  await expect(card).toBeHidden()
})

test('what cannot be imported is answered with one sentence', async ({ receptive }) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const folder = join(receptive.userDataFolder, 'cats only')
  mkdirSync(join(folder, 'cat'), { recursive: true })
  for (const name of ['a', 'b', 'c'])
    writeFileSync(join(folder, 'cat', `${name}.png`), createPng(name.charCodeAt(0)))
  await workbench.openRoom('Data')
  await answerDialog(app, folder)
  await page.getByRole('button', { name: 'Import folder…' }).click()
  await expect(page.getByText(/cats only has pictures of one class only \("cat"\)/)).toBeVisible()
})

test('an import can be cancelled, and keeps nothing', async ({ receptive }) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const folder = join(receptive.userDataFolder, 'many')
  writePictures(folder, 4000)
  await workbench.openRoom('Data')
  await answerDialog(app, folder)
  await page.getByRole('button', { name: 'Import folder…' }).click()
  await expect(page.getByText(/Reading pictures: [\d,]+ of 8,001/)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel import' }).click()
  await expect(page.getByText('The import was cancelled; nothing was kept.')).toBeVisible()
  await expect(page.getByRole('article', { name: 'many' })).toBeHidden()
  const datasets = join(receptive.userDataFolder, 'workspace', 'datasets')
  await expect.poll(() => readdirSync(datasets)).toEqual([])
})

test('an import at work when the page is loaded anew is shown there, and can be ended', async ({
  receptive
}) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const folder = join(receptive.userDataFolder, 'many')
  writePictures(folder, 6000)
  await workbench.openRoom('Data')
  await answerDialog(app, folder)
  await page.getByRole('button', { name: 'Import folder…' }).click()
  await expect(page.getByText(/Reading pictures: [\d,]+ of 12,001/)).toBeVisible()
  await page.reload()
  await workbench.openRoom('Data')
  await expect(page.getByRole('progressbar', { name: 'Import' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel import' }).click()
  await expect(page.getByText('The import was cancelled; nothing was kept.')).toBeVisible()
})

/** The system's own dialog cannot be driven; what it answers can be given. */
async function answerDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, answer) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [answer] })
  }, path)
}

/** Two classes that a network tells apart at once, and one file that is no picture. */
function writePictures(folder: string, count: number): void {
  for (const [name, shade] of [
    ['bright', 200],
    ['dark', 20]
  ] as const) {
    mkdirSync(join(folder, name), { recursive: true })
    for (let index = 0; index < count; index++) {
      writeFileSync(join(folder, name, `${index}.png`), createPng(shade + (index % 40), index))
    }
  }
  writeFileSync(join(folder, 'bright', 'broken.png'), 'no picture')
}

/** 28×28 grey; the first pixels tell one picture from the next. */
function createPng(shade: number, index = 0): Uint8Array {
  const png = new PNG({ width: 28, height: 28 })
  for (let at = 0; at < png.data.length; at += 4) png.data.set([shade, shade, shade, 255], at)
  for (const [at, value] of [index & 255, index >> 8].entries()) {
    png.data.set([value, value, value, 255], 4 * at)
  }
  return PNG.sync.write(png)
}
