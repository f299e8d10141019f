import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { digitsWith } from './data/digits'
import { expect, test } from './app.fixture'
import { findUtilities, isAlive } from './processes'

test('augmentation is set, seen at once, taken back, and trained with', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await workbench.dropText({ name: 'digits.json', text: digitsWith({ epochs: 1 }) })
  await openLaboratory(page, workbench)
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Nothing is changed')
  // First the split: a tenth of 8,000 pictures validates, and is never changed.
  const order = preview.getByRole('list', { name: 'From the pictures to the training' })
  await expect(order).toContainText('7,200 training: augmented')
  await expect(order).toContainText('800 validation, 2,000 test: as they are')
  const plain = await readPictures(preview)

  await page.getByRole('checkbox', { name: 'Horizontal flip' }).check()
  const shift = page.getByRole('textbox', { name: 'Width shift' })
  await shift.fill('nonsense')
  await expect(page.getByRole('alert')).toContainText('Expected a number.')
  await shift.fill('0.2')
  await expect(preview).toContainText('5.6 px')
  await expect(preview).toContainText(/Changing a picture takes [\d.]+ µs/)
  const changed = await readPictures(preview)
  expect(changed).toHaveLength(6)
  expect(changed).not.toEqual(plain)

  // Another seed draws otherwise; the same seed draws the same.
  const seed = page.getByRole('spinbutton', { name: 'Seed of the draws' })
  await page.getByRole('button', { name: 'Draw again' }).click()
  await expect(seed).toHaveValue('2')
  await expect.poll(() => readPictures(preview)).not.toEqual(changed)
  await seed.fill('1')
  await expect.poll(() => readPictures(preview)).toEqual(changed)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(shift).toHaveValue('0')
  await expect(preview).not.toContainText('5.6 px')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(shift).toHaveValue('0.2')
  await expect.poll(() => readPictures(preview)).toEqual(changed)
  await expect(workbench.experiment).toContainText('edited')

  await workbench.waitUntilTrainerIsReady()
  await workbench.train()
  await workbench.openRoom('Train')
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 60_000 })
  const runs = join(receptive.userDataFolder, 'workspace', 'runs')
  const [id = ''] = readdirSync(runs)
  const { augmentation } = JSON.parse(readFileSync(join(runs, id, 'experiment.json'), 'utf8')) as {
    augmentation: unknown
  }
  expect(augmentation).toEqual({ width_shift_range: 0.2, horizontal_flip: true })
  // What a picture costs can be compared with a step now.
  await openLaboratory(page, workbench)
  await expect(preview).toContainText(/% of a step of “digits”/)
})

test('pictures are picked, drawn as often as wanted, mixed, and seen as the network sees them', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await workbench.chooseDataset('Shapes')
  await workbench.dropText({ name: 'shapes.json', text: shapesExperiment() })
  await openLaboratory(page, workbench)
  const preview = page.getByRole('region', { name: 'Preview' })

  const number = page.getByRole('spinbutton', { name: 'Number of the picture' })
  await number.fill('4999')
  await number.press('Enter')
  await expect(preview).toContainText('no. 4999')
  await expect(preview).toContainText('kept for validation')
  await page.getByRole('button', { name: 'Another picture' }).click()
  await expect(preview).not.toContainText('kept for validation')

  await page.getByRole('spinbutton', { name: 'Draws', exact: true }).fill('16')
  await expect.poll(async () => (await readPictures(preview)).length).toBe(16)
  await page.getByRole('textbox', { name: 'Mixup' }).fill('1')
  await expect(preview.getByRole('list', { name: 'After', exact: true })).toContainText(
    /\d+ % .+, \d+ % .+/
  )
  await expect(preview).toContainText('half of each')
  await page.getByRole('button', { name: 'Reset Mixup' }).click()

  await page.getByRole('checkbox', { name: 'Standardise' }).check()
  await expect(preview).toContainText(/standardised by channel: values −[\d.]+ to [\d.]+/)
  const pictures = await readPictures(preview)
  await page.getByRole('button', { name: 'As the network sees' }).click()
  await expect.poll(() => readPictures(preview)).not.toEqual(pictures)

  await page.getByRole('button', { name: 'Nine pictures' }).click()
  const choices = preview.getByRole('button', { name: /^Look at picture/ })
  await expect(choices).toHaveCount(9)
  const name = (await choices.nth(4).getAttribute('aria-label')) ?? ''
  await choices.nth(4).click()
  await expect(number).toHaveValue(/picture (\d+)/.exec(name)?.[1] ?? '')
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

test('the death of the process that previews harms nothing, and the next change has another one', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const before = findUtilities(receptive.userDataFolder)
  await openLaboratory(page, workbench)
  const [inspector = 0] = findUtilities(receptive.userDataFolder).filter(
    (pid) => !before.includes(pid)
  )
  expect(inspector).toBeGreaterThan(0)
  process.kill(inspector, 'SIGKILL')
  await expect.poll(() => isAlive(inspector)).toBe(false)

  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('The network sees')
  await page.getByRole('textbox', { name: 'Rotation' }).fill('12')
  await expect(preview).toContainText('−12°', { timeout: 30_000 })
  for (const pid of before) expect(isAlive(pid)).toBe(true)
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

/** The digits' network, which takes 28x28 grey pictures, for the coloured ones of the set `shapes`. */
function shapesExperiment(): string {
  const document = JSON.parse(digitsWith({ epochs: 1 })) as {
    name: string
    dataset: object
    model: { config: { layers: { config: Record<string, unknown> }[] } }
  }
  const [image] = document.model.config.layers
  if (!image) throw new Error('The digits experiment has no layers.')
  image.config.batch_input_shape = [null, 32, 32, 3]
  return JSON.stringify({
    ...document,
    name: 'shapes',
    dataset: { id: 'shapes', validation: { kind: 'last-fraction', fraction: 0.2 } }
  })
}

/** The pixels of all pictures that were drawn. */
function readPictures(preview: Locator): Promise<string[]> {
  return preview
    .getByRole('list', { name: 'After', exact: true })
    .locator('canvas')
    .evaluateAll((canvases) => canvases.map((one) => (one as HTMLCanvasElement).toDataURL()))
}
