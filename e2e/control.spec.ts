import { expect, test } from './app.fixture'
import { digitsFile } from './data/digits'

test('a run is held, taken step by step, changed, let go on, and stopped with a test', async ({
  receptive
}) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(20)

  await workbench.control('Pause').click()
  await expect(workbench.run('digits')).toContainText('paused')
  const held = await readQuietChart()

  await workbench.control('Take one step').click()
  await expect.poll(async () => (await workbench.readChart('Loss')).last).toBe(held.last + 1)
  await workbench.control('Take one step').click()
  await expect.poll(async () => (await workbench.readChart('Loss')).last).toBe(held.last + 2)

  const rate = page.getByRole('textbox', { name: 'Learning rate' })
  await expect(rate).toHaveValue('0.002')
  await rate.fill('0.0005')
  await rate.press('Enter')

  await workbench.control('Resume').click()
  await expect(workbench.run('digits')).toContainText('training')
  await workbench.waitForSteps(held.last + 20)
  // The change is a mark on the curve, at the step where it took effect.
  await expect(workbench.chart('Loss')).toHaveAttribute(
    'aria-label',
    new RegExp(`lr 0\\.0005 at step ${held.last + 2}\\b`)
  )

  await workbench.chooseWayToStop('Stop and test')
  await expect(workbench.run('digits')).toContainText('stopped')
  await expect(page.getByText(/Test accuracy 0\.\d{4} on 2,000 pictures/)).toBeVisible()

  /** The chart once the last step before the pause has arrived: two readings that agree. */
  async function readQuietChart() {
    let before = await workbench.readChart('Loss')
    await expect
      .poll(
        async () => {
          const now = await workbench.readChart('Loss')
          const isQuiet = now.last === before.last
          before = now
          return isQuiet
        },
        { intervals: [500] }
      )
      .toBe(true)
    return before
  }
})

test('a learning rate that makes no sense is refused and changes nothing', async ({
  receptive
}) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(5)
  const rate = page.getByRole('textbox', { name: 'Learning rate' })
  await rate.fill('fast')
  await rate.press('Enter')
  await expect(page.getByRole('alert')).toContainText('A learning rate is a number above 0')
  await expect(rate).toHaveValue('0.002')
  await workbench.stop()
  await expect(workbench.run('digits')).toContainText('stopped')
})
