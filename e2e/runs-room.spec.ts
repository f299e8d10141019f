import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'
import { RunsRoom } from './pages/runs-room'

test('runs are found by a query, tagged, archived, taken back, restored, and so after a restart', async ({
  receptive
}) => {
  test.setTimeout(600_000)
  const first = await receptive.start()
  const { workbench, page } = first
  await workbench.waitUntilTrainerIsReady()
  for (const [name, kind] of [
    ['with adam', 'adam'],
    ['with sgd', 'sgd']
  ] as const) {
    const optimizer = { kind, learningRate: 0.01 }
    await workbench.dropText({
      name: `${kind}.json`,
      text: digitsWith({ name, epochs: 1, optimizer })
    })
    await expect(workbench.experiment).toHaveText(name)
    await workbench.train()
    await expect(workbench.run(name)).toContainText('finished', { timeout: 240_000 })
  }

  await page.keyboard.press('Control+4')
  const room = new RunsRoom(page)
  await room.expectNames('with sgd', 'with adam')
  await expect(workbench.runs).toHaveCount(0)
  await expect(room.row('with adam')).toContainText(/0\.\d{4}/)

  // The filter: by its key, with completion, over the configuration.
  await page.keyboard.press('/')
  await expect(room.filter).toBeFocused()
  await page.keyboard.type('optimizer = ad')
  await expect(page.getByRole('option', { name: /^adam/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await room.expectNames('with adam')
  await page.keyboard.type('and accuracy > 0.5')
  await page.keyboard.press('Enter')
  await room.expectNames('with adam')
  await expect(room.table).toBeFocused()

  // A tag, by keyboard.
  await page.keyboard.press('t')
  await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('lecture')
  await page.keyboard.press('Enter')
  await expect(room.row('with adam')).toContainText('lecture')
  await page.keyboard.press('Escape')
  await room.filter.fill('tag:lecture')
  await room.expectNames('with adam')
  await room.filter.fill('')
  await page.keyboard.press('Escape')
  await room.expectNames('with sgd', 'with adam')

  // By a column, up and down.
  await room.head('Name').click()
  await room.expectNames('with adam', 'with sgd')
  await room.head('Name').click()
  await room.expectNames('with sgd', 'with adam')

  // Archived by one key, both at once; taken back by another.
  await room.table.focus()
  await page.keyboard.press('Control+a')
  await expect(room.bar).toContainText('2 runs marked')
  await page.keyboard.press('Delete')
  await room.expectNames()
  await page.keyboard.press('Control+z')
  await room.expectNames('with sgd', 'with adam')

  // One stays in the archive, and is out of the list of runs.
  await room.row('with sgd').click()
  await page.keyboard.press('Delete')
  await room.expectNames('with adam')
  await room.show('Archive')
  await room.expectNames('with sgd')
  await room.show('Runs')
  await workbench.openRoom('Train')
  await expect(workbench.run('with adam')).toBeVisible()
  await expect(workbench.run('with sgd')).toHaveCount(0)
  await workbench.openRoom('Runs')

  await room.details.getByRole('button', { name: 'Write' }).click()
  await page.getByRole('textbox', { name: 'Note in Markdown' }).fill('It **works** <b>here</b>')
  await room.details.getByRole('button', { name: 'Done' }).click()
  await expect(room.details.locator('strong')).toHaveText('works')
  await expect(room.details).toContainText('<b>here</b>')
  await first.app.close()

  const second = await receptive.start()
  await second.workbench.openRoom('Runs')
  const again = new RunsRoom(second.page)
  await again.expectNames('with adam')
  await expect(again.row('with adam')).toContainText('lecture')
  await expect(again.details.locator('strong')).toHaveText('works')
  await again.show('Archive')
  await again.row('with sgd').click()
  await again.bar.getByRole('button', { name: 'Restore' }).click()
  await again.expectNames()
  await again.show('Runs')
  await again.expectNames('with sgd', 'with adam')

  // Only what is archived is deleted, and only after a question.
  await again.row('with sgd').click()
  await second.page.keyboard.press('Delete')
  await again.show('Archive')
  await again.row('with sgd').click()
  await second.page.keyboard.press('Delete')
  const question = second.page.getByRole('alertdialog')
  await expect(question).toContainText('cannot be undone')
  await question.getByRole('button', { name: 'Delete' }).click()
  await again.expectNames()
  await again.show('Runs')
  await again.expectNames('with adam')
})
