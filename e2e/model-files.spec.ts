/** Models of other programs come in: shown first, taken in when the user agrees. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './app.fixture'
import { ModelRoom } from './pages/model-room'

async function openModel(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Open model')
  await page.keyboard.press('Enter')
}

for (const name of ['small.keras', 'small.h5']) {
  test(`${name} of Keras is opened with its weights`, async ({ receptive }) => {
    const { app, page, workbench } = await receptive.start()
    await workbench.waitUntilTrainerIsReady()
    await openModel(app, page, join('src/trainer/model-files/fixtures', name))
    const dialog = page.getByRole('dialog', { name })
    await expect(dialog).toContainText('8 layers')
    await expect(dialog.getByLabel(/Training begins with its 13 weights/)).toBeChecked()
    await dialog.getByRole('button', { name: 'Open', exact: true }).click()
    const room = new ModelRoom(page)
    await expect(room.block('shortcut')).toContainText('8×8×4')
    await expect(room.block('add')).toBeVisible()
  })
}

test('what cannot be represented is listed, and nothing changes until the user agrees', async ({
  receptive
}) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const layer = (class_name: string, name: string, config: object, from: string | null) => ({
    class_name,
    name,
    config: { name, ...config },
    inbound_nodes: from === null ? [] : [[[from, 0, 0, {}]]]
  })
  const file = join(receptive.userDataFolder, 'odd.json')
  writeFileSync(
    file,
    JSON.stringify({
      class_name: 'Functional',
      config: {
        name: 'odd',
        layers: [
          layer('InputLayer', 'image', { batch_shape: [null, 28, 28, 1] }, null),
          layer('Lambda', 'code', { function: 'x' }, 'image'),
          layer('Flatten', 'flat', {}, 'code'),
          layer('Dense', 'classes', { units: 10, activation: 'softmax' }, 'flat')
        ],
        input_layers: [['image', 0, 0]],
        output_layers: [['classes', 0, 0]]
      }
    })
  )
  await openModel(app, page, file)
  const dialog = page.getByRole('dialog', { name: 'odd.json' })
  await expect(dialog).toContainText('carries program code, which is never run from a file')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await workbench.openRoom('Model')
  const room = new ModelRoom(page)
  await expect(room.block('conv1')).toBeVisible()

  await openModel(app, page, file)
  await dialog.getByRole('button', { name: 'Open without them' }).click()
  await expect(room.block('flat')).toContainText('784')
  await expect(room.block('conv1')).toHaveCount(0)
})

test('a damaged file gives one sentence', async ({ receptive }) => {
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const file = join(receptive.userDataFolder, 'bad.keras')
  writeFileSync(file, 'PK\u0003\u0004 nothing of use')
  await openModel(app, page, file)
  await expect(
    page.getByText(/bad\.keras is (damaged, or no zip file|a zip file, but no model)/)
  ).toBeVisible()
})
