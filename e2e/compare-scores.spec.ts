import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'

test('two trained runs are put side by side: scores, classes, pictures, and whether it is noise', async ({
  receptive
}) => {
  test.setTimeout(480_000)
  const { workbench, page, app } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  for (const [name, epochs] of [
    ['short', 1],
    ['long', 2]
  ] as const) {
    await workbench.dropText({ name: `${name}.json`, text: digitsWith({ name, epochs }) })
    await workbench.train()
    await expect(workbench.run(name)).toContainText('finished', { timeout: 180_000 })
  }
  const sentence = page.getByText(/Test accuracy 0\.\d{4} on 2,000 pictures/)
  const accuracy = /accuracy (0\.\d{4})/.exec(await sentence.innerText())?.[1] ?? ''

  await workbench.openRoom('Compare')
  await page.getByRole('button', { name: 'Add a run: Add a run' }).click()
  await page.getByRole('menuitem', { name: 'Add all 2' }).click()
  const verdict = page.getByRole('region', { name: 'Is it noise?' })
  await expect(verdict).toContainText(/points.* on the same 2,000 test pictures.*McNemar p/)
  await expect(verdict).toContainText('one seed each')

  await page.getByRole('tab', { name: 'Scores' }).click()
  const accuracies = page.getByRole('table', { name: 'Accuracy by run' })
  await expect(accuracies.getByRole('row', { name: /^accuracy/ })).toContainText(accuracy)
  await page.getByRole('button', { name: 'Copy metrics as CSV' }).click()
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^metric,(short,long|long,short)\r?\ntest loss,0\.\d+,0\.\d+\r?\n/)

  // How many pictures only one of the two gets right is what their accuracies differ by.
  await page.getByRole('tab', { name: 'Pictures' }).click()
  const counts = await page
    .getByRole('group', { name: 'Which run is right' })
    .getByRole('button')
    .allInnerTexts()
  const [gained = NaN, lost = NaN] = counts.map((text) => Number(/(\d+)$/.exec(text)?.[1]))
  const points = /([\d.]+) points/.exec(await verdict.innerText())?.[1]
  expect((Math.abs(gained - lost) / 20).toFixed(1)).toBe(points)
  const pictures = page.getByRole('list', { name: /^Pictures; move/ }).getByRole('button')
  await expect(pictures).toHaveCount(Math.min(60, gained))
  await expect(pictures.first()).toHaveAccessibleName(/^Picture \d+, .+\. .+: .+ [01]\.\d\d\./)
  await pictures.nth(1).click()
  await expect(page.getByRole('region', { name: /through the networks/ })).toContainText('right')

  await page.getByRole('tab', { name: 'Classes' }).click()
  const matrices = page.getByRole('application', { name: /^Confusion matrix of/ })
  await expect(matrices).toHaveCount(2)
  await matrices.first().focus()
  await page.keyboard.press('Enter')
  const cell = page.getByRole('region', { name: /^Pictures of .* told right in/ })
  await expect(cell.getByRole('list').getByRole('button').first()).toHaveAccessibleName(
    /^Picture \d+/
  )
})
