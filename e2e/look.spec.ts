import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.fixture'
import type { Workbench } from './pages/workbench'

test('the numbers of a set are those of the command line', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await openLook(page, workbench, 'Shapes')
  const { parts } = JSON.parse(
    execFileSync(
      process.execPath,
      ['out/main/cli.js', 'datasets', 'show', 'shapes', '--json', '--workspace', temporary()],
      { encoding: 'utf8' }
    )
  ) as { parts: { shape: number[]; values: { raw: Moments; scaled: Moments } }[] }
  const [train] = parts
  const values = page.getByRole('region', { name: 'Values' }).getByRole('row', { name: /^all/ })
  await expect(page.getByRole('region', { name: 'Shapes' })).toContainText(
    `(${train?.shape.join(', ')})`
  )
  await expect(values).toContainText(train?.values.raw.mean.toFixed(2) ?? 'no mean')
  await expect(values).toContainText(train?.values.scaled.mean.toFixed(4) ?? 'no mean')
  await expect(page.getByRole('region', { name: 'Classes' })).toContainText(
    'Every class has 500 pictures.'
  )
  const labels = page.getByRole('region', { name: 'Labels' })
  await expect(labels).toContainText('One-hot (5000, 10)')
  await expect(labels.getByRole('img')).toHaveAccessibleName(/0, 1, 2, 3, 4, 5, 6, 7, 8, 9/)
})

test('pictures are drawn by seed and class, and a pixel tells its bytes', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  await openLook(page, workbench, 'Shapes')
  await page.getByRole('button', { name: 'Pictures', exact: true }).click()
  const pictures = page.getByRole('list', { name: 'Pictures', exact: true }).getByRole('button')
  const read = () => pictures.evaluateAll((all) => all.map((one) => one.ariaLabel))
  await expect(pictures).toHaveCount(9)
  const first = await read()
  await page.getByRole('button', { name: 'Again' }).click()
  await expect.poll(read).not.toEqual(first)
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('1')
  await expect.poll(read).toEqual(first)

  await page.getByRole('combobox', { name: 'Class' }).selectOption('3')
  await page.getByRole('spinbutton', { name: 'Number' }).fill('4')
  await expect(pictures).toHaveCount(4)
  const [name = '', ...others] = ((await read()) as string[]).map((label) => label.split(': ')[1])
  expect(others).toEqual([name, name, name])

  await pictures.first().click()
  const zoom = page.getByRole('dialog')
  const index = Number(/Picture (\d+) of/.exec((await zoom.textContent()) ?? '')?.[1])
  await zoom.getByRole('img').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const bytes = await page.evaluate(
    async ([at]) => {
      const { call } = (window as unknown as { receptive: Exposed }).receptive
      const answer = await call.getDatasetPictures({
        datasetId: 'shapes',
        part: 'train',
        indices: [at]
      })
      return [...answer.output.images.subarray((32 + 1) * 3, (32 + 1) * 3 + 3)]
    },
    [index]
  )
  await expect(zoom).toContainText(
    `Row 1, column 1: red ${bytes[0]}, green ${bytes[1]}, blue ${bytes[2]}`
  )
})

test('the browser reaches the last picture, by keyboard too, and notes a look at the test part', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await openLook(page, workbench, 'Shapes')
  await expect(page.getByText('Test part: never looked at.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Part' }).selectOption('test')
  await page.getByRole('button', { name: 'Browse' }).click()
  await expect(
    page.getByText(/last looked at today at .*, by a look at its pictures/)
  ).toBeVisible()
  const status = page.getByRole('region', { name: 'All pictures' }).getByRole('status')
  await expect(status).toHaveText('1,000 pictures. Picture 0: circle')
  await page.getByRole('region', { name: /move with the arrow keys/ }).focus()
  await page.keyboard.press('End')
  await expect(status).toContainText('Picture 999')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('Picture 999 of the test part')
})

for (const theme of ['light', 'dark'] as const) {
  test(`the look at the data is accessible in the ${theme} theme`, async ({ receptive }) => {
    const { page, workbench } = await receptive.start()
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await openLook(page, workbench, 'Shapes')
    for (const view of ['Numbers', 'Pictures', 'Browse']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      await expect(page.getByText(/^(Computing|Reading)/)).toHaveCount(0)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual(
        []
      )
    }
  })
}

interface Moments {
  mean: number
}

interface Exposed {
  call: {
    getDatasetPictures(input: object): Promise<{ output: { images: Uint8Array } }>
  }
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'receptive-look-'))
}

async function openLook(page: Page, workbench: Workbench, label: string): Promise<void> {
  await workbench.waitUntilTrainerIsReady()
  await workbench.openRoom('Data')
  await page.getByRole('tab', { name: 'Look' }).click()
  await page.getByRole('combobox', { name: 'Data set' }).selectOption({ label })
  await expect(page.getByRole('region', { name: 'Shapes' })).toBeVisible({ timeout: 30_000 })
}
