/** The pictures in docs/: the window at work on digits, in both themes and two sizes. `npm run screenshots` takes them anew. */
import { resolve } from 'node:path'
import { expect, resize, test } from './app.fixture'
import { ModelRoom } from './pages/model-room'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 }
] as const

test('pictures of the window', async ({ receptive }) => {
  test.setTimeout(600_000)
  const started = await receptive.start()
  const { workbench, page } = started
  await workbench.waitUntilTrainerIsReady()

  await workbench.chooseExperiment('mnist-cnn')
  await workbench.train()
  await expect(workbench.run('mnist-cnn')).toContainText('finished', { timeout: 180_000 })
  await workbench.train()
  await expect(workbench.run('mnist-cnn 2')).toContainText('epoch 3', { timeout: 120_000 })
  await workbench.stop()
  await expect(workbench.run('mnist-cnn 2')).toContainText('stopped')
  await workbench.chooseExperiment('cifar-cnn')
  await workbench.chooseDataset('MNIST digits')
  await workbench.train()
  await expect(workbench.run('cifar-cnn')).toContainText('epoch 2', { timeout: 120_000 })
  await workbench.waitForSteps(70)

  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    for (const { width, height } of sizes) {
      await resize(started, width, height)
      for (const room of ['Train', 'Model', 'Data', 'Compute', 'Settings'] as const) {
        await workbench.openRoom(room)
        if (room === 'Compute') await expect(page.getByText('Instruction sets')).toBeVisible()
        // Only the picture of the README and its dark twin are kept; the others are for looking at.
        const isKept = width === 1280 && room === 'Train'
        const folder = isKept ? 'docs/screenshots' : 'test-results/screenshots'
        await page.screenshot({
          path: resolve(folder, `${room.toLowerCase()}-${theme}-${width}.png`),
          animations: 'disabled'
        })
      }
    }
  }
  await workbench.stop()
  await expect(workbench.run('cifar-cnn')).toContainText('stopped')
})

test('pictures of the model room', async ({ receptive }) => {
  test.setTimeout(300_000)
  const started = await receptive.start()
  const { workbench, page } = started
  await workbench.waitUntilTrainerIsReady()
  await workbench.chooseExperiment('cifar-cnn')
  await workbench.chooseDataset('Shapes')
  const room = new ModelRoom(page)
  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    for (const { width, height } of sizes) {
      await resize(started, width, height)
      const take = (name: string, isKept = false) =>
        page.screenshot({
          path: resolve(
            isKept && width === 1280 ? 'docs/screenshots' : 'test-results/screenshots',
            `${name}-${theme}-${width}.png`
          ),
          animations: 'disabled'
        })
      await workbench.openRoom('Model')
      await room.block('conv1b').click()
      await expect(room.block('classes').getByRole('img')).toBeVisible()
      await take('model', true)
      await room.show('List')
      await take('model-list')
      await room.show('Text')
      await expect(page.getByRole('textbox', { name: 'Experiment as JSON' })).toBeVisible()
      await take('model-text')
      await room.show('Canvas')
      await room.block('flatten').click()
      await page.keyboard.press('Delete')
      await expect(room.block('dense1')).toContainText('Needs one row of values')
      await take('model-repair', true)
      await page.keyboard.press('Control+z')
      await room.useTemplate('ResNet-20')
      await expect(room.block('relu').getByRole('img')).toBeVisible()
      await page.getByRole('button', { name: 'Fit', exact: true }).click()
      await page.waitForTimeout(600)
      await take('model-resnet')
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await expect(room.block('flatten')).toBeVisible()
    }
  }
})

test('pictures of the data room', async ({ receptive }) => {
  test.setTimeout(300_000)
  const started = await receptive.start()
  const { workbench, page } = started
  await workbench.waitUntilTrainerIsReady()
  await workbench.chooseExperiment('cifar-cnn-4-augmentation')
  await workbench.chooseDataset('Shapes')
  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await workbench.openRoom('Data')
    for (const { width, height } of sizes) {
      await resize(started, width, height)
      for (const [tab, isThere] of dataTabs) {
        await page.getByRole('tab', { name: tab }).click()
        await expect(page.getByText(isThere).first()).toBeVisible({ timeout: 30_000 })
        const isKept = width === 1280 && tab !== 'Data sets'
        const folder = isKept ? 'docs/screenshots' : 'test-results/screenshots'
        await page.screenshot({
          path: resolve(
            folder,
            `data-${tab.toLowerCase().replace(' ', '-')}-${theme}-${width}.png`
          ),
          animations: 'disabled'
        })
      }
    }
  }
})

/** The tabs of the data room, and what is on each once it has been read. */
const dataTabs = [
  ['Data sets', 'Ready'],
  ['Look', 'One-hot (5000, 10)'],
  ['Split', 'Each class has the same share on both sides.'],
  ['Augmentation', 'At the ends of each range']
] as const
