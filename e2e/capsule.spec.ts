/** A run leaves one workspace as a file and comes into another, where it can be looked at and compared. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { writeComparison } from '../scripts/bench/comparison-workspace'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'

async function answerSaveDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
}

test('a run is exported, dropped on another workspace, listed and compared there, and cannot go on', async ({
  receptive
}) => {
  // Two trainings and two starts of the application.
  test.setTimeout(420_000)
  const capsule = join(receptive.userDataFolder, 'digits ∂ 網.receptive')
  const damaged = join(receptive.userDataFolder, 'damaged.receptive')
  const first = await receptive.start()
  await first.workbench.waitUntilTrainerIsReady()
  await first.workbench.dropText({
    name: 'short.json',
    text: digitsWith({ name: 'short', epochs: 1 })
  })
  await first.workbench.train()
  const trained = first.workbench.run('short')
  await expect(trained).toContainText('finished', { timeout: 180_000 })
  const curve = await first.workbench.readChart('Loss')
  await answerSaveDialog(first.app, capsule)
  await first.page.getByRole('button', { name: 'Export…' }).click()
  await first.page.getByRole('menuitem', { name: 'Run capsule with weights…' }).click()
  await expect(first.page.getByText('Exported digits ∂ 網.receptive.')).toBeVisible()
  await first.app.close()

  const bytes = readFileSync(capsule)
  writeFileSync(damaged, bytes.subarray(0, bytes.length - 1000))
  const args = [`--workspace=${join(receptive.userDataFolder, 'elsewhere')}`]
  const { page, workbench } = await receptive.start({ args })
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropFromDisk(damaged, capsule)
  await expect(
    page.getByText(/damaged\.receptive is no whole run capsule: .*Nothing was imported/)
  ).toBeVisible()
  const run = workbench.run('short')
  await expect(run).toContainText('finished')
  await expect(workbench.runs.getByRole('listitem')).toHaveCount(1)
  await expect.poll(() => workbench.readChart('Loss')).toEqual(curve)
  await expect(workbench.samples).toHaveCount(10)
  await expect(page.getByText(/Test accuracy 0\.\d{4} on 2,000 pictures/)).toBeVisible()
  await expect(page.getByText(/Imported from digits ∂ 網\.receptive/)).toBeVisible()

  // From scratch only: what it began with is not here.
  await expect(workbench.action('Train from scratch')).toBeVisible()
  await expect(workbench.action(/Continue|Go on/)).toHaveCount(0)

  await workbench.dropFromDisk(capsule)
  await expect(page.getByText('"short" is here already.')).toBeVisible()
  await expect(workbench.runs.getByRole('listitem')).toHaveCount(1)

  await workbench.action('Train from scratch').click()
  await expect(workbench.run('short 2')).toContainText('finished', { timeout: 180_000 })
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'Add a run' }).click()
  await page.getByRole('menuitem', { name: 'Add all 2' }).click()
  await expect(page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem')).toHaveCount(
    2
  )
})

test('a run is dragged out of the window as its capsule, and the next start tidies up', async ({
  receptive
}) => {
  writeComparison(join(receptive.userDataFolder, 'workspace'), {
    runs: 2,
    points: 100,
    series: ['train/loss']
  })
  const { app, page, workbench } = await receptive.start()
  await workbench.run('run 2').click()
  // The desktop takes over here: what it is handed is as far as a test can follow.
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) return
    window.webContents.startDrag = ({ file, icon }) => {
      Object.assign(globalThis, {
        dragged: [file, typeof icon === 'string' ? 0 : icon.getSize().width]
      })
    }
  })
  await page.getByRole('button', { name: 'Export…' }).dispatchEvent('dragstart')
  const readDragged = () =>
    app.evaluate(() => (globalThis as { dragged?: [file: string, iconWidth: number] }).dragged)
  await expect.poll(readDragged).toEqual([expect.stringMatching(/run 2\.receptive$/), 32])
  const [file = ''] = (await readDragged()) ?? []
  const elsewhere = join(receptive.userDataFolder, 'elsewhere')
  const words = ['import', file, '--workspace', elsewhere]
  expect(execFileSync(process.execPath, [resolve('out/main/cli.js'), ...words]).toString()).toMatch(
    /^Imported "run 2" from run 2\.receptive/
  )
  await app.close()
  await receptive.start()
  expect(existsSync(file)).toBe(false)
})

test('event files of TensorBoard are dropped and drawn, and what they do not tell is said', async ({
  receptive
}) => {
  const { logs } = JSON.parse(
    readFileSync(resolve('src/shared/tensorboard/fixtures/tensorboard-logs.json'), 'utf8')
  ) as { logs: { simple: { base64: string }[] } }
  const file = join(receptive.userDataFolder, 'events.out.tfevents.100.host.1.0')
  writeFileSync(file, Buffer.from(logs.simple[0]?.base64 ?? '', 'base64'))
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropFromDisk(file)
  await expect(page.getByText(/^Imported "/)).toBeVisible()
  await expect(workbench.runs.getByRole('listitem')).toHaveCount(1)
  await expect.poll(async () => (await workbench.readChart('Loss')).last).toBe(40)
  await page.getByRole('tab', { name: 'Summary' }).click()
  await expect(page.getByText(/tells nothing of the model/)).toBeVisible()
  await expect(page.getByRole('group', { name: 'Go on from this run' })).toHaveCount(0)
})
