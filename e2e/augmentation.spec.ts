import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { digitsWith } from './data/digits'
import { expect, test } from './app.fixture'

test('augmentation is set, seen at once, taken back, and trained with', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await workbench.dropText({ name: 'digits.json', text: digitsWith({ epochs: 1 }) })
  await openLaboratory(page, workbench)
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Nothing is changed.')
  const plain = await readPictures(preview)

  await page.getByRole('checkbox', { name: 'Horizontal flip' }).check()
  const shift = page.getByRole('textbox', { name: 'Width shift' })
  await shift.fill('nonsense')
  await expect(page.getByRole('alert')).toContainText('Expected a number from 0')
  await shift.fill('0.2')
  await expect(preview).toContainText(/Changing a picture takes \d+ µs/)
  await expect(preview).toContainText('5.6 px')
  const changed = await readPictures(preview)
  expect(changed).not.toEqual(plain)

  await page.getByRole('button', { name: 'Draw again' }).click()
  await expect.poll(() => readPictures(preview)).not.toEqual(changed)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(shift).toHaveValue('0')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(shift).toHaveValue('0.2')
  await expect(workbench.experiment).toContainText('edited')

  await workbench.train()
  await workbench.openRoom('Train')
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 60_000 })
  const runs = join(receptive.userDataFolder, 'workspace', 'runs')
  const [id = ''] = readdirSync(runs)
  const { augmentation } = JSON.parse(readFileSync(join(runs, id, 'experiment.json'), 'utf8')) as {
    augmentation: unknown
  }
  expect(augmentation).toEqual({ width_shift_range: 0.2, horizontal_flip: true })
})

test('what was changed of an experiment is there again after a restart, until it is reverted', async ({
  receptive
}) => {
  const first = await receptive.start()
  await openLaboratory(first.page, first.workbench)
  await first.page.getByRole('textbox', { name: 'Rotation' }).fill('15')
  await expect(first.workbench.experiment).toContainText('edited')
  await first.app.close()
  const { page, workbench } = await receptive.start()
  await openLaboratory(page, workbench)
  await expect(page.getByRole('textbox', { name: 'Rotation' })).toHaveValue('15')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect(workbench.experiment).not.toContainText('edited')
  await page.getByRole('heading', { name: 'Nothing is changed' }).click()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('textbox', { name: 'Rotation' })).toHaveValue('15')
})

for (const theme of ['light', 'dark'] as const) {
  test(`the augmentation laboratory is accessible in the ${theme} theme`, async ({ receptive }) => {
    const { page, workbench } = await receptive.start()
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await openLaboratory(page, workbench)
    await page.getByRole('checkbox', { name: 'Horizontal flip' }).check()
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('flipped')
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
}

async function openLaboratory(
  page: Page,
  workbench: { openRoom(room: 'Data'): Promise<void> }
): Promise<void> {
  await workbench.openRoom('Data')
  await page.getByRole('tab', { name: 'Augmentation' }).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('The network sees', {
    timeout: 30_000
  })
}

/** The pixels of all pictures that were drawn. */
function readPictures(preview: Locator): Promise<string[]> {
  return preview
    .getByRole('list', { name: 'After' })
    .locator('canvas')
    .evaluateAll((canvases) => canvases.map((one) => (one as HTMLCanvasElement).toDataURL()))
}
