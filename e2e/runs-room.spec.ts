import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { varyAsInUse, writeComparison } from '../scripts/bench/comparison-workspace'
import { answerFolderDialog, expect, test, type AppFixture, type Started } from './app.fixture'
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
  await expect(room.filter).toHaveAttribute('aria-expanded', 'false')
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

/** Finished runs with other settings, ten of a name; the window shows them. */
async function startWithRuns(
  receptive: AppFixture,
  runs = 40
): Promise<Started & { room: RunsRoom }> {
  const workspace = join(receptive.userDataFolder, 'many')
  mkdirSync(workspace, { recursive: true })
  writeComparison(workspace, {
    runs,
    points: 100,
    series: ['train/loss'],
    vary: varyAsInUse,
    hasEpochs: true
  })
  const started = await receptive.start({ args: [`--workspace=${workspace}`] })
  await started.workbench.openRoom('Runs')
  const room = new RunsRoom(started.page)
  await expect(room.count).toHaveText(String(runs))
  await expect(room.table.locator('[data-run-id]').first()).toContainText(/0\.\d{4}/)
  return { ...started, room }
}

/** Electron has one page a window: the legacy mode opens no second one. */
async function expectNoViolations(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
}

test('columns are made wider by the edge, by a double click and by keys, and stay so', async ({
  receptive
}) => {
  const { app, page, room, workbench } = await startWithRuns(receptive)
  const width = async (label: string): Promise<number> =>
    (await room.headCell(label).boundingBox())?.width ?? NaN
  const nameWidth = await width('Name')
  const edge = await room.edgeOf('Name')
  await page.mouse.move(edge.x, edge.y)
  await page.mouse.down()
  await page.mouse.move(edge.x + 90, edge.y, { steps: 4 })
  await page.mouse.up()
  expect(await width('Name')).toBe(nameWidth + 90)
  const cell = room.table.locator('[data-run-id] [role=rowheader]').first()
  expect((await cell.boundingBox())?.width).toBe(nameWidth + 90)

  // By keys, on the head that has the focus.
  const timeWidth = await width('Time')
  await room.head('Time').focus()
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await expect.poll(() => width('Time')).toBe(timeWidth + 16)

  // Pinned, it stands behind the wider name, also when the table is scrolled.
  await room.chooseOfHead('Time', 'Keep at the left')
  await room.table.evaluate((table) => table.scrollTo({ left: 400 }))
  const [name, time] = [
    await room.headCell('Name').boundingBox(),
    await room.headCell('Time').boundingBox()
  ]
  expect(time?.x).toBe((name?.x ?? 0) + (name?.width ?? 0))
  await room.table.evaluate((table) => table.scrollTo({ left: 0 }))

  // A double click fits it to what is in sight: nothing of it is cut, and nothing is wasted.
  const parameters = await room.edgeOf('Parameters')
  await page.mouse.dblclick(parameters.x, parameters.y)
  await expect.poll(() => width('Parameters')).toBeLessThan(124)
  const isCut = await room
    .headCell('Parameters')
    .evaluate((head) =>
      Array.from(head.querySelectorAll('.truncate')).some(
        (one) => one.scrollWidth > one.clientWidth
      )
    )
  expect(isCut).toBe(false)
  const fitted = await width('Parameters')
  await workbench.openRoom('Train')
  await app.close()

  const { page: again, workbench: next } = await receptive.start({
    args: [`--workspace=${join(receptive.userDataFolder, 'many')}`]
  })
  await next.openRoom('Runs')
  const second = new RunsRoom(again)
  expect((await second.headCell('Name').boundingBox())?.width).toBe(nameWidth + 90)
  expect((await second.headCell('Parameters').boundingBox())?.width).toBe(fitted)
  await second.chooseOfHead('Name', 'As wide as at first')
  await expect
    .poll(async () => (await second.headCell('Name').boundingBox())?.width)
    .toBe(nameWidth)
})

test('a column filters by keyboard, in the text of the filter', async ({ receptive }) => {
  const { page, room } = await startWithRuns(receptive)
  await room.filter.fill('optimizer = adam')
  await room.filter.press('Escape')
  await room.filter.press('Escape')
  await room.filter.fill('optimizer = adam')
  await room.filter.press('Enter')
  await room.head('Learning rate').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Filter by this column…' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Filter by Learning rate' })
  await expect(dialog.getByRole('textbox', { name: 'At least' })).toBeFocused()
  await page.keyboard.type('0.01')
  await expect(room.filter).toHaveValue('optimizer = adam and learningRate >= 0.01')
  await page.keyboard.press('Tab')
  await page.keyboard.type('0.05')
  await expect(room.filter).toHaveValue(
    'optimizer = adam and learningRate >= 0.01 and learningRate <= 0.05'
  )
  await expect(room.count).toHaveText(/^1\d of 40$/)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(room.head('Learning rate')).toBeFocused()
  await expect(page.getByRole('button', { name: 'Filter of Learning rate' })).toBeVisible()

  // A column of few values: they are ticked, with the runs of each.
  await room.chooseOfHead('Tags', 'Filter by this column…')
  const tags = page.getByRole('dialog', { name: 'Filter by Tags' })
  await tags.getByRole('checkbox', { name: /^lecture/ }).click()
  await expect(room.filter).toHaveValue(/ and tags = lecture$/)
  await tags.getByRole('button', { name: 'Clear' }).click()
  await expect(room.filter).toHaveValue(
    'optimizer = adam and learningRate >= 0.01 and learningRate <= 0.05'
  )
})

test('many runs leave into one folder, and are named after what differs', async ({ receptive }) => {
  const { app, page, room } = await startWithRuns(receptive)
  const folder = join(receptive.userDataFolder, 'out')
  mkdirSync(folder)
  await answerFolderDialog(app, folder)
  await room.filter.fill('name ~ "cnn 3"')
  await room.filter.press('Enter')
  await expect(room.count).toHaveText('4 of 40')
  await page.keyboard.press('Control+a')
  const forms = [
    ['CSV…', '.csv'],
    ['Run capsule…', '.receptive'],
    ['JSON…', '.json'],
    ['TensorBoard event files…', '']
  ] as const
  for (const [form, ending] of forms) {
    await room.bar.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('menuitem', { name: form, exact: true }).click()
    const names = ['digits-cnn 3', ...[2, 3, 4].map((count) => `digits-cnn 3 (${count})`)]
    const expected = names.map((name) => name + ending)
    await expect
      .poll(() => readdirSync(folder).filter((name) => expected.includes(name)).length)
      .toBe(4)
    await expect(page.getByText('Exported 4 runs to out.').first()).toBeVisible()
  }

  const before = await room.names()
  expect(new Set(before)).toEqual(new Set(['digits-cnn 3']))
  await expect(room.table.locator('.difference').first()).toContainText(/· (sgd|adam|lr|batch)/)
  await room.bar.getByRole('button', { name: 'Name after what differs' }).click()
  await expect.poll(async () => new Set(await room.names()).size).toBe(4)
  expect((await room.names()).every((name) => name.startsWith('digits-cnn 3 · '))).toBe(true)
  await room.table.focus()
  await page.keyboard.press('Control+z')
  await room.expectNames(...before)

  // The same by the menu of the run, by keyboard, of one run alone.
  await page.keyboard.press('Escape')
  const { height = 0 } = (await room.table.boundingBox()) ?? {}
  await room.table.click({ button: 'right', position: { x: 100, y: height - 20 } })
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Name after what differs' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => new Set(await room.names()).size).toBe(2)
  await page.keyboard.press('Control+z')
  await room.expectNames(...before)
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Rename' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of the run' })).toBeFocused()
  await page.keyboard.press('Escape')
})

test('an export of many runs says how far it is, and ends where it is cancelled', async ({
  receptive
}) => {
  const { app, page, room } = await startWithRuns(receptive, 600)
  const folder = join(receptive.userDataFolder, 'out')
  mkdirSync(folder)
  await answerFolderDialog(app, folder)
  await page.keyboard.press('Control+a')
  await room.bar.getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('menuitem', { name: 'Run capsule…', exact: true }).click()
  await expect(page.getByText(/^Exporting runs: \d+ of 600$/)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(/^Exported \d+ runs to out, then it was cancelled\.$/)).toBeVisible()
  const { length } = readdirSync(folder)
  expect(length).toBeGreaterThan(0)
  expect(length).toBeLessThan(600)
})

for (const theme of ['light', 'dark'] as const) {
  test(`the table, its menus and its bar are accessible in the ${theme} theme`, async ({
    receptive
  }) => {
    const { page, room, workbench } = await startWithRuns(receptive)
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await workbench.openRoom('Runs')
    await expectNoViolations(page, 'table')
    await page.keyboard.press('Control+a')
    await expect(room.bar).toContainText('40 runs marked')
    await expectNoViolations(page, 'marked')
    await room.openMenuOfHead('Learning rate')
    await expectNoViolations(page, 'menu of a column')
    await page.keyboard.press('Escape')
    await room.chooseOfHead('Learning rate', 'Filter by this column…')
    await expectNoViolations(page, 'filter of numbers')
    await page.keyboard.press('Escape')
    await room.chooseOfHead('Tags', 'Filter by this column…')
    await page.getByRole('checkbox', { name: /^lecture/ }).click()
    await expectNoViolations(page, 'filter of values')
    await page.keyboard.press('Escape')
    await room.bar.getByRole('button', { name: 'Export…' }).click()
    await expectNoViolations(page, 'export')
    await page.keyboard.press('Escape')
    await room.table.locator('[data-run-id]').nth(2).click({ button: 'right' })
    await expect(page.getByRole('menuitem', { name: 'Name after what differs' })).toBeVisible()
    await expectNoViolations(page, 'menu of a run')
    await page.keyboard.press('Escape')
    await expect(room.table).toBeFocused()
    await page.getByRole('button', { name: 'Columns', exact: true }).click()
    await expectNoViolations(page, 'columns')
    await page.keyboard.press('Escape')
    await room.filter.fill('optimizer ')
    await expectNoViolations(page, 'completion')
    await room.filter.fill('optimizer = sgd or optimizer = adam')
    await room.filter.press('Enter')
    await page.getByRole('button', { name: /^Groups:/ }).click()
    await page.getByRole('menuitemradio', { name: 'Learning rate' }).click()
    await expectNoViolations(page, 'groups')
  })
}
