import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { digitsWith } from './data/digits'
import { expect, test } from './app.fixture'
import type { Workbench } from './pages/workbench'

test('a stratified split shows equal classes, can be undone, and is trained with', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await workbench.dropText({ name: 'digits.json', text: digitsWith({ epochs: 1 }) })
  await openSplit(page, workbench)
  const sides = page.getByRole('region', { name: 'Both sides' })
  const before = await sides.textContent()

  await page.getByRole('radio', { name: 'Stratified', exact: true }).check()
  const fraction = page.getByRole('textbox', { name: 'Fraction' })
  await fraction.fill('2')
  await fraction.press('Enter')
  await expect(page.getByRole('alert')).toContainText('between 0 and 1')
  await fraction.fill('0.3')
  await fraction.press('Enter')
  await page.getByRole('textbox', { name: 'Seed' }).fill('7')
  await page.getByRole('textbox', { name: 'Seed' }).press('Enter')
  await expect(sides).toContainText('Each class has the same share on both sides.')
  await expect(sides).toContainText('5,600')
  await expect(sides).toContainText('2,400')

  for (let changes = 0; changes < 3; changes++) {
    await page.getByRole('button', { name: 'Undo' }).click()
  }
  await expect.poll(() => sides.textContent()).toBe(before)
  for (let changes = 0; changes < 3; changes++) {
    await page.getByRole('button', { name: 'Redo' }).click()
  }
  await expect(sides).toContainText('2,400')
  await workbench.openRoom('Model')
  await expect(page.getByText('30 % of each class, drawn with seed 7')).toBeVisible()
  await workbench.train()
  await workbench.openRoom('Train')
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 60_000 })
  expect((await workbench.readChart('Loss')).last).toBe(Math.ceil(5600 / 32))
})

test('all folds go to the queue, each with its own name', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await workbench.dropText({ name: 'digits.json', text: digitsWith({ epochs: 40 }) })
  await openSplit(page, workbench)
  await page.getByRole('radio', { name: 'k-fold' }).check()
  const folds = page.getByRole('textbox', { name: 'Folds' })
  await folds.fill('3')
  await folds.press('Enter')
  await expect(page.getByRole('region', { name: 'Folds' }).getByRole('row')).toHaveCount(4)
  await page.getByRole('button', { name: 'Fold 3', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'This fold' })).toHaveValue('3')
  await expect(page.getByRole('region', { name: 'Both sides' })).toContainText('2,666')
  await page.getByRole('button', { name: 'Queue all 3 folds' }).click()
  await workbench.openRoom('Train')
  await expect(workbench.run('digits, fold 1 of 3')).toBeVisible({ timeout: 60_000 })
  await expect(workbench.queueEntries).toHaveCount(2)
})

for (const theme of ['light', 'dark'] as const) {
  test(`the split is accessible in the ${theme} theme`, async ({ receptive }) => {
    const { page, workbench } = await receptive.start()
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await openSplit(page, workbench)
    for (const kind of ['Stratified', 'k-fold']) {
      await page.getByRole('radio', { name: kind }).check()
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    }
  })
}

async function openSplit(page: Page, workbench: Workbench): Promise<void> {
  await workbench.waitUntilTrainerIsReady()
  await workbench.openRoom('Data')
  await page.getByRole('tab', { name: 'Split' }).click()
  await expect(page.getByRole('region', { name: 'Both sides' }).getByRole('table')).toBeVisible({
    timeout: 30_000
  })
}
