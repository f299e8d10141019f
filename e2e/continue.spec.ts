import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, type AppFixture, type Started } from './app.fixture'
import { digitsWith } from './data/digits'
import { findTrainer, isAlive } from './processes'

/** 8,000 pictures in batches of 32; a tenth of them validates, or a fifth. */
const STEPS_OF_A_TENTH = 225
const STEPS_OF_A_FIFTH = 200

test('a finished run is continued for more epochs with another validation split, as a child whose curves join', async ({
  receptive
}) => {
  const { workbench, page } = await startTraining(receptive, { epochs: 2 })
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 120_000 })

  await workbench.action('Continue for more epochs…').click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox', { name: 'Epochs in all' })).toHaveValue('4')
  await dialog.getByRole('textbox', { name: 'Validation split' }).fill('0.2')
  await expect(dialog.getByRole('list', { name: 'What changes' })).toContainText('0.1 → 0.2')
  await dialog.getByRole('button', { name: 'Continue', exact: true }).click()

  await expect(dialog).toBeHidden()
  const child = workbench.run('digits 2')
  await expect(child).toContainText('finished', { timeout: 120_000 })
  await expect(child).toContainText(`from step ${2 * STEPS_OF_A_TENTH}`)
  // The child stands below its parent, although it is the newer one.
  await expect(workbench.runs.getByRole('button')).toContainText(['digits', 'digits 2'])

  const steps = 2 * STEPS_OF_A_TENTH + 2 * STEPS_OF_A_FIFTH
  await expect
    .poll(() => workbench.readChart('Loss'))
    .toEqual({ points: steps, first: 1, last: steps })
  await expect(workbench.chart('Loss')).toHaveAttribute(
    'aria-label',
    new RegExp(`continued at step ${2 * STEPS_OF_A_TENTH}\\b`)
  )
  await page.getByRole('tab', { name: 'Epochs' }).click()
  await expect(page.getByRole('rowheader')).toHaveText(['1', '2', '3', '4'])

  // The name of the parent leads to it; it has kept its own end.
  const details = page.getByRole('region', { name: 'Selected run' })
  await details.getByRole('button', { name: 'digits', exact: true }).click()
  await page.getByRole('tab', { name: 'Learning curves' }).click()
  await expect.poll(async () => (await workbench.readChart('Loss')).last).toBe(2 * STEPS_OF_A_TENTH)
})

test('a paused run is continued as a branch with another dropout rate and learning rate', async ({
  receptive
}) => {
  const { workbench, page } = await startTraining(receptive, { epochs: 40, dropoutRate: 0.25 })
  await workbench.waitForSteps(20)
  await workbench.control('Pause').click()
  await expect(workbench.run('digits')).toContainText('paused')

  await workbench.action('Continue with changes…').click()
  const dialog = page.getByRole('dialog')
  const title = await dialog.getByRole('heading', { name: /from step/ }).textContent()
  const fork = Number(/from step (\d+)/.exec(title ?? '')?.[1])
  expect(fork).toBeGreaterThanOrEqual(20)
  const rate = dialog.getByRole('textbox', { name: 'Rate of drop' })
  await rate.fill('1.5')
  await expect(dialog.getByRole('alert')).toContainText('from 0 to 0.99')
  await expect(dialog.getByRole('button', { name: 'Continue', exact: true })).toBeDisabled()
  await rate.fill('0.5')
  await dialog.getByRole('textbox', { name: 'Learning rate' }).fill('0.0005')
  await dialog.getByRole('textbox', { name: 'Learning rate' }).press('Enter')

  await expect(workbench.run('digits 2')).toContainText(`from step ${fork}`)
  await expect(workbench.run('digits')).toContainText('stopped')
  await workbench.waitForSteps(fork + 20)
  const chart = await workbench.readChart('Loss')
  expect(chart.first).toBe(1)
  expect(chart.points).toBe(chart.last)
  await expect(workbench.chart('Loss')).toHaveAttribute(
    'aria-label',
    new RegExp(`continued at step ${fork}\\b`)
  )
  await expect(page.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('0.0005')
  await workbench.stop()
  await expect(workbench.run('digits 2')).toContainText('stopped')
})

test('a paused run is continued as a branch with another augmentation', async ({ receptive }) => {
  const { workbench, page } = await startTraining(receptive, {
    epochs: 40,
    augmentation: { rotation_range: 10 }
  })
  await workbench.waitForSteps(20)
  await workbench.control('Pause').click()
  await expect(workbench.run('digits')).toContainText('paused')

  await workbench.action('Continue with changes…').click()
  const dialog = page.getByRole('dialog', { name: /^Continue/ })
  const title = await dialog.getByRole('heading', { name: /from step/ }).textContent()
  const fork = Number(/from step (\d+)/.exec(title ?? '')?.[1])
  const submit = dialog.getByRole('button', { name: 'Continue', exact: true })
  await dialog.getByRole('textbox', { name: 'Rotation' }).fill('far')
  await expect(dialog.getByRole('alert')).toHaveText('Expected a number.')
  await expect(submit).toBeDisabled()
  await dialog.getByRole('button', { name: 'Reset Rotation' }).click()
  await dialog.getByRole('textbox', { name: 'Width shift' }).fill('0.1')
  await dialog.getByRole('checkbox', { name: 'Vertical flip' }).check()
  await dialog.getByRole('combobox', { name: 'Zoom, given as' }).selectOption('range')
  await expect(dialog.getByRole('list', { name: 'What changes' }).getByRole('listitem')).toHaveText(
    [
      'augmentation.width_shift_range 0 → 0.1',
      'augmentation.vertical_flip false → true',
      'augmentation.rotation_range 10 → 0',
      'augmentation.zoom_range 0 → [0.9,1.1]'
    ]
  )
  await submit.click()

  await expect(workbench.run('digits 2')).toContainText(`from step ${fork}`)
  await expect(workbench.run('digits')).toContainText('stopped')
  await workbench.waitForSteps(fork + 20)
  const chart = await workbench.readChart('Loss')
  // Parent and child meet: every step from the first to the newest, once.
  expect(chart.first).toBe(1)
  expect(chart.points).toBe(chart.last)
  await expect(workbench.chart('Loss')).toHaveAttribute(
    'aria-label',
    new RegExp(`continued at step ${fork}\\b`)
  )
  await workbench.stop()
  await expect(workbench.run('digits 2')).toContainText('stopped')
  expect(readAugmentations(receptive.userDataFolder)).toEqual([
    { rotation_range: 10 },
    { width_shift_range: 0.1, vertical_flip: true, zoom_range: [0.9, 1.1] }
  ])
})

test('a run whose trainer was killed continues at its checkpoint, every step once', async ({
  receptive
}) => {
  const { workbench } = await startTraining(receptive, { epochs: 3 })
  await workbench.waitForSteps(STEPS_OF_A_TENTH + 30)
  process.kill(findTrainer(receptive.userDataFolder), 'SIGKILL')
  await expect(workbench.run('digits')).toContainText('interrupted')
  await workbench.waitUntilTrainerIsReady()
  await continueToTheEnd(workbench)
})

test('a run whose application was killed is offered at the next start, and continues', async ({
  receptive
}) => {
  const first = await startTraining(receptive, { epochs: 3 })
  await first.workbench.waitForSteps(STEPS_OF_A_TENTH + 30)
  const trainer = findTrainer(receptive.userDataFolder)
  first.app.process().kill('SIGKILL')
  await expect.poll(() => isAlive(trainer), { timeout: 10_000 }).toBe(false)

  const { workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.openRoom('Train')
  await expect(workbench.run('digits')).toContainText('interrupted')
  await continueToTheEnd(workbench)
})

test('a run that diverged offers its last checkpoint and a tenth of the learning rate', async ({
  receptive
}) => {
  const { workbench, page } = await startTraining(receptive, {
    epochs: 40,
    isLinear: true,
    optimizer: { kind: 'sgd', learningRate: 0.05 }
  })
  await workbench.waitForSteps(STEPS_OF_A_TENTH + 10)
  const rate = page.getByRole('textbox', { name: 'Learning rate' })
  await rate.fill('1000')
  await rate.press('Enter')
  await expect(workbench.run('digits')).toContainText('failed', { timeout: 60_000 })

  const offer = workbench.action(/^Continue from step \d+ with learning rate [\d.e-]+…$/)
  const suggested = /learning rate (\S+)…/.exec((await offer.textContent()) ?? '')?.[1] ?? ''
  expect(Number(suggested)).toBeGreaterThan(0)
  await offer.click()
  const rateAfter = page.getByRole('dialog').getByRole('textbox', { name: 'Learning rate' })
  await expect(rateAfter).toHaveValue(suggested)
  await rateAfter.press('Enter')
  await expect(workbench.run('digits 2')).toContainText(/from step \d+/)
})

test('a discarded run is gone from the list and from the disk, once it was asked', async ({
  receptive
}) => {
  const { workbench, page } = await startTraining(receptive, { epochs: 40 })
  await workbench.waitForSteps(5)
  const folder = join(receptive.userDataFolder, 'workspace', 'runs')
  expect(readdirSync(folder)).toHaveLength(1)

  await workbench.chooseWayToStop('Stop and discard…')
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(workbench.run('digits')).toContainText('training')
  await workbench.chooseWayToStop('Stop and discard…')
  await question.getByRole('button', { name: 'Discard the run' }).click()

  await expect(page.getByText('No runs yet.')).toBeVisible()
  await expect.poll(() => (existsSync(folder) ? readdirSync(folder) : [])).toEqual([])
  await expect(workbench.chart('Loss')).toHaveAttribute('aria-label', 'Loss: no values yet')

  await workbench.train()
  await workbench.waitForSteps(5)
  await workbench.stop()
  await expect(workbench.run('digits')).toContainText('stopped')
})

test('epochs and sample interval change while it trains, and are marks on the curves', async ({
  receptive
}) => {
  const { workbench, page } = await startTraining(receptive, { epochs: 40 })
  await workbench.waitForSteps(10)
  await change(page, 'Epochs in all', '0')
  await expect(page.getByRole('alert')).toContainText('a whole number from 1')
  await page.keyboard.press('Escape')
  await change(page, 'Epochs in all', '2')
  await expect(workbench.run('digits')).toContainText('of 2')
  await change(page, 'Sample predictions every', '50')
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 120_000 })
  await expect.poll(async () => (await workbench.readChart('Loss')).last).toBe(2 * STEPS_OF_A_TENTH)
  await expect(workbench.chart('Loss')).toHaveAttribute(
    'aria-label',
    /epochs 2 at step \d+; samples every 50 at step \d+/
  )
})

async function startTraining(
  receptive: AppFixture,
  experiment: Parameters<typeof digitsWith>[0]
): Promise<Started> {
  const started = await receptive.start()
  const { workbench } = started
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'digits.json', text: digitsWith(experiment) })
  await workbench.train()
  return started
}

/** Presses the button that names the place, and finds every step of three epochs once. */
async function continueToTheEnd(workbench: Started['workbench']): Promise<void> {
  const button = workbench.action(/^Continue at epoch \d+, step \d+$/)
  const [, step] = /step (\d+)/.exec((await button.textContent()) ?? '') ?? []
  expect(Number(step)).toBeGreaterThanOrEqual(STEPS_OF_A_TENTH)
  await button.click()
  await expect(workbench.run('digits')).toContainText('finished', { timeout: 120_000 })
  const steps = 3 * STEPS_OF_A_TENTH
  await expect
    .poll(() => workbench.readChart('Loss'))
    .toEqual({ points: steps, first: 1, last: steps })
}

/** Of all runs, the oldest first, as their experiment.json has it. */
function readAugmentations(userDataFolder: string): unknown[] {
  const folder = join(userDataFolder, 'workspace', 'runs')
  const read = (id: string, file: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, id, file), 'utf8')) as Record<string, unknown>
  return readdirSync(folder)
    .sort((a, b) => Number(read(a, 'run.json').createdAt) - Number(read(b, 'run.json').createdAt))
    .map((id) => read(id, 'experiment.json').augmentation)
}

async function change(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Change…' }).click()
  const input = page.getByRole('textbox', { name: field })
  await input.fill(value)
  await input.press('Enter')
}
