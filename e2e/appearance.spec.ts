import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.fixture'

const rooms = ['Train', 'Model', 'Data', 'Compute', 'Settings'] as const

for (const theme of ['light', 'dark'] as const) {
  test(`every room is accessible in the ${theme} theme`, async ({ receptive }) => {
    const { page, workbench } = await receptive.start()
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const room of rooms) {
      await workbench.openRoom(room)
      // Electron has one page a window: the legacy mode opens no second one.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => `${room}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual(
        []
      )
    }
  })
}

test('theme, size of the window and room are as they were left', async ({ receptive }) => {
  const first = await receptive.start()
  await first.workbench.openRoom('Settings')
  await first.page.getByRole('radio', { name: /dark/i }).click()
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1111, height: 777 })
  )
  await expect.poll(() => first.page.evaluate(() => window.innerWidth)).toBe(1111)
  await first.app.close()

  const second = await receptive.start()
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const bounds = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds()
  )
  expect(bounds).toMatchObject({ width: 1111, height: 777 })
})

test('the summary of the lecture’s network is the lecture’s table', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await workbench.chooseExperiment('cifar-cnn')
  await workbench.openRoom('Model')
  await page.getByRole('tab', { name: 'List' }).click()
  const table = page.getByRole('region', { name: 'Table of layers' })
  for (const count of ['896', '9,248', '18,496', '36,928', '73,856', '147,584', '262,272']) {
    await expect(table).toContainText(count)
  }
  await expect(page.getByRole('main')).toContainText('558,186')
})

test('training can be started and stopped by keyboard alone', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await expect(workbench.trainButton).toBeEnabled()
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => document.activeElement?.textContent?.trim())
    if (name === 'Train' && (await focusedRole(page)) === 'BUTTON') break
  }
  await page.keyboard.press('Enter')
  await workbench.waitForSteps(1)
  await expect(
    workbench.trainingBar.getByRole('button', { name: 'Stop', exact: true })
  ).toBeVisible()
  await workbench.stop()
  await expect(workbench.run('mnist-cnn')).toContainText('stopped')
})

function focusedRole(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.tagName)
}
