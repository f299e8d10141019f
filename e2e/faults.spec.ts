import { expect, test } from './app.fixture'
import { digitsFile } from './data/digits'
import { findTrainer, isAlive } from './processes'

test('a trainer that is killed takes the run along, not the window, and a new training starts', async ({
  receptive
}) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(20)

  process.kill(findTrainer(receptive.userDataFolder), 'SIGKILL')
  await expect(page.getByRole('alert')).toContainText(/trainer stopped.*killed/i)
  await expect(workbench.run('digits')).toContainText('interrupted')
  const kept = await workbench.readChart('Loss')
  expect(kept.points).toBe(kept.last)
  expect(kept.last).toBeGreaterThanOrEqual(20)

  await workbench.waitUntilTrainerIsReady()
  await workbench.train()
  await expect(workbench.run('digits 2')).toContainText('training')
  await workbench.waitForSteps(5)
  await workbench.stop()
  await expect(workbench.run('digits 2')).toContainText('stopped')
})

test('reloading the window while training loses no point of the curve', async ({ receptive }) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(30)

  for (let time = 0; time < 3; time++) {
    const before = await workbench.readChart('Loss')
    await page.reload()
    await workbench.waitUntilOpen()
    await workbench.waitForSteps(before.last + 10)
    const after = await workbench.readChart('Loss')
    // Every step from the first is there once: as many points as steps.
    expect(after.first).toBe(1)
    expect(after.points).toBe(after.last)
  }
  await workbench.stop()
  await expect(workbench.run('digits')).toContainText('stopped')
})

test('an application that is killed while training leaves an interrupted run and no orphan', async ({
  receptive
}) => {
  const first = await receptive.start()
  await first.workbench.waitUntilTrainerIsReady()
  await first.workbench.drop(digitsFile)
  await first.workbench.train()
  await first.workbench.waitForSteps(20)
  const trainer = findTrainer(receptive.userDataFolder)
  const seen = await first.workbench.readChart('Loss')
  first.app.process().kill('SIGKILL')
  await expect.poll(() => isAlive(trainer), { timeout: 10_000 }).toBe(false)

  const second = await receptive.start()
  await expect(second.workbench.run('digits')).toContainText('interrupted')
  await second.workbench.run('digits').click()
  await expect
    .poll(async () => (await second.workbench.readChart('Loss')).last)
    .toBeGreaterThanOrEqual(seen.last)
  const kept = await second.workbench.readChart('Loss')
  expect(kept.points).toBe(kept.last)
})
