/**
 * The pictures of docs/lecture.md: the lecture's first four networks, trained on CIFAR-10, side by side. Takes them of the
 * workspace that RECEPTIVE_LECTURE_WORKSPACE names, as docs/lecture.md says how to make it; without it, none.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NO_COMPARISON } from '../src/shared/comparison'
import { expect, resize, test } from './app.fixture'

const workspace = process.env.RECEPTIVE_LECTURE_WORKSPACE ?? ''

test('pictures of the lecture’s networks side by side', async ({ receptive }) => {
  test.skip(workspace === '', 'RECEPTIVE_LECTURE_WORKSPACE names no workspace.')
  test.setTimeout(300_000)
  // The oldest first: the others are compared with the first network.
  const runIds = readdirSync(join(workspace, 'runs')).sort()
  mkdirSync(receptive.userDataFolder, { recursive: true })
  writeFileSync(
    join(receptive.userDataFolder, 'settings.json'),
    JSON.stringify({ comparison: { ...NO_COMPARISON, runIds } })
  )
  const started = await receptive.start({ args: [`--workspace=${workspace}`] })
  const { page, workbench } = started
  await workbench.waitUntilTrainerIsReady()
  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    for (const { width, height } of [
      { width: 1280, height: 800 },
      { width: 1920, height: 1080 }
    ]) {
      await resize(started, width, height)
      const take = (name: string) =>
        page.screenshot({
          path: resolve(
            width === 1280 ? 'docs/screenshots' : 'test-results/screenshots',
            `lecture-${name}-${theme}-${width}.png`
          ),
          animations: 'disabled'
        })
      await workbench.openRoom('Runs')
      await expect(page.getByRole('row', { name: /cifar-cnn-4-augmentation/ })).toBeVisible()
      await take('runs')
      await workbench.openRoom('Compare')
      await expect(page.getByRole('region', { name: 'Is it noise?' })).toContainText(/better|worse/)
      for (const tab of tabs) {
        await page.getByRole('tab', { name: tab, exact: true }).click()
        await expect(page.getByRole('tabpanel', { name: tab })).not.toContainText(
          /is being read|reading the/i
        )
        await page.waitForTimeout(500)
        await take(tab.toLowerCase())
      }
    }
  }
})

/** The tabs of the comparison that show none of CIFAR-10's pictures. */
const tabs = ['Curves', 'Differences', 'Scores', 'Classes', 'Parallel'] as const
