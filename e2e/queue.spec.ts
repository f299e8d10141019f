import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { RunRecord } from '../src/shared/run'
import { expect, test, type Started } from './app.fixture'
import { digitsWith } from './data/digits'

test('the queue trains in the order that was made, and what is left survives a kill, held', async ({
  receptive
}) => {
  test.setTimeout(240_000)
  const first = await receptive.start()
  const { workbench, page } = first
  await workbench.waitUntilTrainerIsReady()
  await startAndPause(first, 'by-hand')

  await choose(first, 'alpha', 1)
  await workbench.addToQueue()
  await choose(first, 'beta', 1)
  await workbench.addToQueue({ seeds: 2 })
  await choose(first, 'gamma', 400)
  await workbench.addToQueue()
  await choose(first, 'delta', 1)
  await workbench.addToQueue()
  await expectQueue(first, ['alpha 5', 'beta 5', 'beta 6', 'gamma 5', 'delta 5'])

  // By keyboard: beta to the front. By hand: gamma before the other beta.
  await workbench.queued('beta', 5).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expectQueue(first, ['beta 5', 'alpha 5', 'beta 6', 'gamma 5', 'delta 5'])
  await expect(workbench.queued('beta', 5)).toBeFocused()
  await dragBefore(first, ['gamma', 5], ['beta', 6])
  await expectQueue(first, ['beta 5', 'alpha 5', 'gamma 5', 'beta 6', 'delta 5'])

  // Removed, taken back, and removed for good.
  await workbench.queued('delta', 5).focus()
  await page.keyboard.press('Delete')
  await expectQueue(first, ['beta 5', 'alpha 5', 'gamma 5', 'beta 6'])
  await expect(workbench.queued('beta', 6)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expectQueue(first, ['beta 5', 'alpha 5', 'gamma 5', 'beta 6', 'delta 5'])
  await workbench.queued('delta', 5).hover()
  await page.getByRole('button', { name: 'Remove delta, seed 5' }).click()
  await expectQueue(first, ['beta 5', 'alpha 5', 'gamma 5', 'beta 6'])

  // The run that was started by hand goes first; its end is the queue's turn.
  expect(readRuns(receptive.userDataFolder).map(({ name }) => name)).toEqual(['by-hand'])
  await workbench.stop()
  await expect(workbench.run('beta')).toContainText('finished')
  await expect(workbench.run('alpha')).toContainText('finished')
  await expect(workbench.run('gamma')).toContainText('training')
  await workbench.waitForSteps(20)
  const [, beta, alpha, gamma] = readRuns(receptive.userDataFolder)
  expect(alpha?.createdAt).toBeGreaterThanOrEqual(beta?.endedAt ?? Infinity)
  expect(gamma?.createdAt).toBeGreaterThanOrEqual(alpha?.endedAt ?? Infinity)
  await expectQueue(first, ['beta 6'])

  first.app.process().kill('SIGKILL')
  const second = await receptive.start()
  await second.workbench.waitUntilTrainerIsReady()
  await expectQueue(second, ['beta 6'])
  await expect(second.workbench.queue).toContainText('Restored from last time')
  await expect(second.workbench.run('gamma')).toContainText('interrupted')
  await expect(second.workbench.trainButton).toBeEnabled()
  expect(readRuns(receptive.userDataFolder)).toHaveLength(4)

  await second.page.getByRole('button', { name: 'Start queue' }).click()
  await expect(second.workbench.run('beta 2')).toContainText('finished')
  await expect(second.workbench.queue).toBeHidden()
  expect(readRuns(receptive.userDataFolder).at(-1)).toMatchObject({ name: 'beta 2', seed: 6 })
})

test('stopping a run of the queue holds what comes after it, until it is let go on', async ({
  receptive
}) => {
  const started = await receptive.start()
  const { workbench, page } = started
  await workbench.waitUntilTrainerIsReady()
  await choose(started, 'alpha', 400)
  // Nothing is at work, so that it begins at once.
  await workbench.addToQueue()
  await expect(workbench.run('alpha')).toContainText('training')
  await choose(started, 'beta', 1)
  await page.keyboard.press('Control+e')
  await expectQueue(started, ['beta 5'])
  await workbench.stop()
  await expect(workbench.run('alpha')).toContainText('stopped')
  await expect(workbench.queue).toContainText('Held because "alpha" was stopped.')
  await expect(workbench.run('beta')).toBeHidden()
  await page.getByRole('button', { name: 'Start queue' }).click()
  await expect(workbench.run('beta')).toContainText('finished')
})

test('quitting over a run loses nothing of the queue, and starts nothing of it', async ({
  receptive
}) => {
  const started = await receptive.start()
  await started.workbench.waitUntilTrainerIsReady()
  await startAndPause(started, 'by-hand')
  await choose(started, 'alpha', 1)
  await started.workbench.addToQueue()
  await expectQueue(started, ['alpha 5'])

  const child = started.app.process()
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await gone

  expect(readRuns(receptive.userDataFolder)).toMatchObject([{ name: 'by-hand', state: 'stopped' }])
  const again = await receptive.start()
  await expectQueue(again, ['alpha 5'])
  await expect(again.workbench.queue).toContainText('Restored from last time')
  await expect(again.workbench.queue).not.toContainText('closing')
})

for (const theme of ['light', 'dark'] as const) {
  test(`the queue is accessible in the ${theme} theme`, async ({ receptive }) => {
    const started = await receptive.start()
    const { page, workbench } = started
    await workbench.waitUntilTrainerIsReady()
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await startAndPause(started, 'by-hand')
    await workbench.addToQueue({ seeds: 3 })
    await page.getByRole('button', { name: 'Hold', exact: true }).click()
    await workbench.queued('by-hand', 6).focus()
    await page.keyboard.press('Delete')
    await expect(workbench.queue).toContainText('Removed by-hand, seed 6.')
    await workbench.openQueueMenu()
    // Electron has one page a window: the legacy mode opens no second one.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
}

async function choose({ workbench }: Started, name: string, epochs: number): Promise<void> {
  await workbench.dropText({ name: `${name}.json`, text: digitsWith({ name, epochs }) })
  await expect(workbench.experiment).toContainText(name)
}

async function startAndPause(started: Started, name: string): Promise<void> {
  const { workbench } = started
  await choose(started, name, 400)
  await workbench.train()
  await workbench.waitForSteps(5)
  await workbench.control('Pause').click()
  await expect(workbench.run(name)).toContainText('paused')
}

/** Name and seed of each entry, in order. */
async function expectQueue({ workbench }: Started, expected: string[]): Promise<void> {
  await expect
    .poll(async () => {
      const texts = await workbench.queueEntries.allInnerTexts()
      return texts.map((text) => text.replace(/^[\s\d]*(\S+)\s.* seed (\d+).*$/s, '$1 $2'))
    })
    .toEqual(expected)
}

type Entry = readonly [name: string, seed: number]

async function dragBefore(
  { workbench, page }: Started,
  moved: Entry,
  target: Entry
): Promise<void> {
  await workbench.queued(...moved).hover({ position: { x: 60, y: 12 } })
  await page.mouse.down()
  await workbench.queued(...target).hover({ position: { x: 60, y: 20 } })
  await workbench.queued(...target).hover({ position: { x: 60, y: 4 } })
  await page.mouse.up()
}

/** The records of all runs, oldest first, as they are on the disk. */
function readRuns(userDataFolder: string): RunRecord[] {
  const folder = join(userDataFolder, 'workspace', 'runs')
  return readdirSync(folder)
    .map((id) => readFileSync(join(folder, id, 'run.json'), 'utf8'))
    .map((text) => (JSON.parse(text) as { record: RunRecord }).record)
    .sort((a, b) => a.createdAt - b.createdAt)
}
