/** Comparisons that are kept under a name, more seeds for those that need them, and which settings matter. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { writeComparison, type ComparisonSize } from '../scripts/bench/comparison-workspace'
import { NO_COMPARISON } from '../src/shared/comparison'
import { expect, test, type AppFixture, type Started } from './app.fixture'
import { digitsWith } from './data/digits'
import { CompareCurves } from './pages/compare-curves'

const tabs = ['Curves', 'Differences', 'Scores', 'Classes', 'Pictures', 'Parallel'] as const

test('a comparison is kept under a name and a link, and opened again after a restart', async ({
  receptive
}) => {
  test.setTimeout(180_000)
  const { workspace, runIds } = prepare(receptive, {
    runs: 5,
    points: 200,
    series: ['train/loss', 'train/accuracy'],
    vary: (index) => ({
      training: {
        optimizer: { kind: 'adam', learningRate: 0.001 * (index + 1) },
        batchSize: 16 * (index + 1)
      },
      record: { test: { accuracy: 0.9 - 0.01 * index, loss: 0.3, examples: 2000 } }
    })
  })
  const args = [`--workspace=${workspace}`]
  const first = await receptive.start({ args })
  const { page, app } = first
  await first.workbench.openRoom('Compare')
  const compared = page.getByRole('list', { name: 'Compared runs' })
  await expect(compared.getByRole('listitem')).toHaveCount(5)

  await page.getByRole('button', { name: 'Compare with run 3' }).click()
  await page.getByRole('button', { name: 'Draw run 2' }).click()
  await page.getByRole('combobox', { name: 'Chart by' }).selectOption('run')
  await page.getByRole('slider', { name: 'Smoothing' }).fill('0.5')
  const curves = new CompareCurves(page)
  await curves.drag('run 3', [0.4, 0.3], [0.7, 0.32])
  const zoomedTo = await readFirstPlace(curves, 'run 3')
  expect(zoomedTo).toBeGreaterThan(5)
  await page.getByRole('tab', { name: 'Parallel' }).click()
  const firstAxes = await axisHeads(page).allTextContents()
  await axisHeads(page).first().press('ArrowRight')
  const [one = '', two = '', ...others] = firstAxes
  const movedAxes = [two, one, ...others]
  await expect(axisHeads(page)).toHaveText(movedAxes)
  await page.getByRole('tab', { name: 'Classes' }).click()
  await page.getByRole('button', { name: 'Validation' }).click()
  await page.getByRole('button', { name: 'Best weights' }).click()
  await saveView(page, 'Größe: Dropout gegen BatchNorm!')
  const link = 'compare/größe-dropout-gegen-batchnorm'
  await page.getByRole('button', { name: `Copy the link ${link}` }).click()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(link)

  // Another comparison, under another name.
  await page.getByRole('button', { name: 'Take run 5 out' }).click()
  await expect(viewMenu(page)).toHaveAccessibleName(/BatchNorm! \(changed\)$/)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('tab', { name: 'Curves' }).click()
  await expect(curves.showAll).toBeEnabled()
  await curves.showAll.click()
  await page.getByRole('combobox', { name: 'Chart by' }).selectOption('metric')
  await page.getByRole('tab', { name: 'Parallel' }).click()
  await axisHeads(page).first().press('ArrowRight')
  await expect(axisHeads(page)).toHaveText(firstAxes)
  await page.getByRole('button', { name: 'Scatter' }).click()
  await saveView(page, 'Two')
  await app.close()
  rmSync(join(workspace, 'runs', runIds[0] ?? ''), { recursive: true })

  const second = await receptive.start({ args })
  const again = second.page
  await second.workbench.openRoom('Compare')
  await expect(viewMenu(again)).toHaveAccessibleName('View: Two')
  const pressed = { pressed: true } as const
  await expect(again.getByRole('button', { name: 'Scatter', ...pressed })).toBeVisible()
  await expect(again.getByText('1 of its 4 runs was deleted.')).toBeVisible()

  // Found by its link, and opened by the keyboard.
  await viewMenu(again).click()
  await again.getByRole('searchbox', { name: 'Find a view by name or link' }).fill(link)
  await again.keyboard.press('Enter')
  await expect(viewMenu(again)).toHaveAccessibleName('View: Größe: Dropout gegen BatchNorm!')
  await expect(again.getByText('1 of its 5 runs was deleted.')).toBeVisible()
  const shown = again.getByRole('list', { name: 'Compared runs' })
  await expect(shown.getByRole('listitem')).toHaveText([/run 2/, /run 3/, /run 4/, /run 5/])
  await expect(again.getByRole('button', { name: 'Compare with run 3', ...pressed })).toBeVisible()
  await expect(again.getByRole('button', { name: 'Draw run 2', pressed: false })).toBeVisible()
  await expect(again.getByRole('tab', { name: 'Classes' })).toHaveAttribute('aria-selected', 'true')
  await expect(again.getByRole('button', { name: 'Validation', ...pressed })).toBeVisible()
  await expect(again.getByRole('button', { name: 'Best weights', ...pressed })).toBeVisible()
  await again.getByRole('tab', { name: 'Curves' }).click()
  await expect(again.getByRole('combobox', { name: 'Chart by' })).toHaveValue('run')
  await expect(again.getByRole('slider', { name: 'Smoothing' })).toHaveValue('0.5')
  const curvesAgain = new CompareCurves(again)
  await expect(curvesAgain.showAll).toBeEnabled()
  expect(await readFirstPlace(curvesAgain, 'run 3')).toBe(zoomedTo)
  await again.getByRole('tab', { name: 'Parallel' }).click()
  await expect(axisHeads(again)).toHaveText(movedAxes)

  // The tab differs now: overwritten, renamed, deleted and brought back.
  await viewMenu(again).click()
  const menu = again.getByRole('dialog', { name: /^View: / })
  await menu.getByRole('button', { name: /^Save changes to Größe/ }).click()
  await expect(viewMenu(again)).toHaveAccessibleName(/BatchNorm!$/)
  await again.keyboard.press('Escape')
  await viewMenu(again).click()
  await again.keyboard.press('ArrowDown')
  await again.keyboard.press('ArrowDown')
  await again.keyboard.press('F2')
  await again.keyboard.type('Zwei')
  await again.keyboard.press('Enter')
  const rows = menu.getByRole('list', { name: 'Saved views' }).getByRole('listitem')
  await expect(rows).toHaveText([/compare\/größe-dropout-gegen-batchnorm/, /Zwei.*compare\/zwei/])
  await again.keyboard.press('Delete')
  await expect(rows).toHaveCount(1)
  await again.keyboard.press('Enter')
  await expect(rows).toHaveCount(2)
  await second.app.close()

  const words = ['compare', link, '--json', '--workspace', workspace]
  const text = execFileSync(process.execPath, ['out/main/cli.js', ...words], { encoding: 'utf8' })
  const { runs } = JSON.parse(text) as { runs: { id: string }[] }
  expect(runs.map(({ id }) => id)).toEqual(runIds.slice(1))
})

test('too few seeds are repeated through the queue and taken back; each tab is accessible', async ({
  receptive
}) => {
  test.setTimeout(480_000)
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  for (const [name, learningRate] of [
    ['slow', 0.0005],
    ['fast', 0.005]
  ] as const) {
    const optimizer = { kind: 'adam', learningRate }
    const text = digitsWith({ name, epochs: 1, optimizer })
    await workbench.dropText({ name: `${name}.json`, text })
    await workbench.train()
    await expect(workbench.run(name)).toContainText('finished', { timeout: 180_000 })
  }
  await workbench.openRoom('Compare')
  const curves = new CompareCurves(page)
  await curves.addRun('slow')
  await curves.addRun('fast')
  const verdict = page.getByRole('region', { name: 'Is it noise?' })
  await expect(verdict).toContainText('one seed each')
  await checkAccessibility(page, workbench)

  await expect(verdict).toContainText(/Adds 6 trainings, about \d+:\d\d in all\./)
  await verdict.getByRole('button', { name: 'Repeat × 3 seeds' }).click()
  // The first of them is started at once; the others wait and can be taken back.
  await expect(verdict).toContainText('5 of the 6 added trainings wait', { timeout: 60_000 })
  await expect(workbench.queueEntries).toHaveCount(5)
  await expect(workbench.queueEntries.last()).toContainText('seed')
  await verdict.getByRole('button', { name: 'Undo' }).click()
  await expect(workbench.queueEntries).toHaveCount(0)
  await expect(verdict.getByRole('button', { name: 'Repeat × 3 seeds' })).toBeVisible()

  // The one that was started joins the comparison, and the sentence knows of its sister.
  await verdict.getByRole('button', { name: 'Compare it too' }).click()
  await expect(verdict).toContainText(/the only seed against one of 2 seeds|one of 2 seeds/)
})

test('the setting that the score follows is the most important one of 32 runs', async ({
  receptive
}) => {
  // Looking through 32 runs in every tab takes axe minutes on a busy machine.
  test.setTimeout(360_000)
  // The score falls with the rate; the batch size has no say.
  const { workspace } = prepare(receptive, {
    runs: 32,
    points: 50,
    series: ['train/loss'],
    vary: (index) => ({
      training: {
        optimizer: { kind: 'adam', learningRate: 0.0001 * 1.2 ** index },
        batchSize: [16, 32, 64, 128][(index * 7) % 4]
      },
      record: {
        test: { accuracy: 0.95 - 0.012 * index + 0.004 * (index % 3), loss: 0.3, examples: 2000 }
      }
    })
  })
  const { page, workbench } = await receptive.start({ args: [`--workspace=${workspace}`] })
  await workbench.openRoom('Compare')
  await page.getByRole('tab', { name: 'Parallel' }).click()
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  await page.getByRole('button', { name: 'Importance' }).click()
  const rows = page.getByRole('table', { name: 'Importance of settings' }).locator('tbody tr')
  await expect(rows.first()).toContainText('optimizer.learningRate', { timeout: 60_000 })
  await expect(rows.first()).toContainText('falls with it, less is better')
  await expect(rows.filter({ hasText: 'batchSize' })).toContainText('could be chance')
  // A worker of the page's own, under its policy; the window itself computes nothing.
  expect(workers).toEqual([expect.stringMatching(/importance-worker.*\.js$/)])
  await checkAccessibility(page, workbench)
})

/** A workspace of runs that nobody trained, all of them compared. */
function prepare(
  { userDataFolder }: AppFixture,
  size: ComparisonSize
): { workspace: string; runIds: string[] } {
  const workspace = join(userDataFolder, 'compared')
  mkdirSync(workspace, { recursive: true })
  const runIds = writeComparison(workspace, size)
  const settings = { comparison: { ...NO_COMPARISON, runIds } }
  writeFileSync(join(userDataFolder, 'settings.json'), JSON.stringify(settings))
  return { workspace, runIds }
}

/** The first step that a chart shows. */
async function readFirstPlace(curves: CompareCurves, title: string): Promise<number> {
  await curves.chart(title).focus()
  await curves.page.keyboard.press('Home')
  await expect(curves.values).toContainText(/Values at step/)
  return curves.readPlace()
}

function axisHeads(page: Page) {
  return page.getByRole('button', { name: /^Axis / })
}

function viewMenu(page: Page) {
  return page.getByRole('button', { name: /^View: / })
}

async function saveView(page: Page, name: string): Promise<void> {
  await viewMenu(page).click()
  await page.getByRole('textbox', { name: 'Name of this view' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(viewMenu(page)).toHaveAccessibleName(`View: ${name}`)
}

/** Every tab in both themes, the kinds of look within them, and the menu of views. */
async function checkAccessibility(page: Page, workbench: Started['workbench']): Promise<void> {
  const found: string[] = []
  async function check(place: string): Promise<void> {
    // Electron has one page a window: the legacy mode opens no second one.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    found.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.slice(0, 2).map(({ html }) => `${place}: ${id}: ${html}`)
      )
    )
  }
  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await workbench.openRoom('Compare')
    for (const tab of tabs) {
      await page.getByRole('tab', { name: tab }).click()
      await check(`${theme}, ${tab}`)
      const looks = { Differences: ['Layers', 'Environment'], Parallel: ['Scatter', 'Importance'] }
      for (const look of tab === 'Differences' || tab === 'Parallel' ? looks[tab] : []) {
        await page.getByRole('button', { name: look, exact: true }).click()
        await check(`${theme}, ${tab}, ${look}`)
      }
    }
    await saveView(page, 'Rates')
    await viewMenu(page).click()
    await page.getByRole('button', { name: 'Delete Rates' }).click()
    await expect(page.getByText('Deleted “Rates”.')).toBeVisible()
    await check(`${theme}, views`)
    await page.keyboard.press('Escape')
  }
  expect(found).toEqual([])
}
