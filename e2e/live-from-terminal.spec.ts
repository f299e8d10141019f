/** A run that trains in a terminal on the window's workspace: followed in every room, to its end or its death. */
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'
import { CompareCurves } from './pages/compare-curves'
import { RunsRoom } from './pages/runs-room'
import { findChildTrainer, isAlive } from './processes'

const program = resolve('out/main/cli.js')
const EPOCHS = 14
/** 4,500 of the shapes in batches of 32: the other tenth validates. */
const STEPS_AN_EPOCH = 141
let children: ChildProcess[] = []
test.afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
})

/** Starts `receptive train` on the shapes, beside the window. */
function train(userDataFolder: string, name: string, epochs: number): ChildProcess {
  const file = join(userDataFolder, `${name}.json`)
  // The network of the digits, for pictures as the shapes have them.
  writeFileSync(file, digitsWith({ name, epochs }).replace(/28,\s*28,\s*1\b/, '32,32,3'))
  const workspace = join(userDataFolder, 'workspace')
  const words = ['train', file, '--dataset', 'shapes', '--workspace', workspace]
  const child = spawn(process.execPath, [program, ...words], { stdio: 'ignore' })
  children.push(child)
  return child
}

test('a run that trains in a terminal appears at once, is followed by all charts, and ends in the window, too', async ({
  receptive
}) => {
  test.setTimeout(240_000)
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.openRoom('Runs')
  const child = train(receptive.userDataFolder, 'in a terminal', EPOCHS)
  const ended = new Promise((done) => child.once('exit', done))
  const room = new RunsRoom(page)
  await expect(room.row('in a terminal')).toContainText('training')

  await test.step('the chart of the run grows', async () => {
    await workbench.openRoom('Train')
    await expect(workbench.run('in a terminal')).toContainText('training')
    await workbench.run('in a terminal').click()
    await workbench.waitForSteps(10)
    const { last } = await workbench.readChart('Loss')
    await workbench.waitForSteps(last + 50)
    const { points, last: newest, first } = await workbench.readChart('Loss')
    expect([first, points]).toEqual([1, newest])
  })

  await test.step('its curve in the comparison grows', async () => {
    await workbench.openRoom('Compare')
    const curves = new CompareCurves(page)
    await curves.addRun('in a terminal')
    const readEnd = async () => {
      await curves.chart('Loss').focus()
      await page.keyboard.press('End')
      return curves.readPlace()
    }
    const before = await readEnd()
    await expect.poll(readEnd).toBeGreaterThan(before + 100)
    await expect(workbench.trainButton).toBeEnabled()
  })

  await ended
  await workbench.openRoom('Runs')
  await expect(room.row('in a terminal')).toContainText('finished')
  await workbench.openRoom('Train')
  await expect(page.getByText(/Test accuracy [01]\.\d{4} on 1,000 pictures/)).toBeVisible()
  await expect
    .poll(async () => workbench.readChart('Loss'))
    .toEqual({ first: 1, points: EPOCHS * STEPS_AN_EPOCH, last: EPOCHS * STEPS_AN_EPOCH })
})

test('a run whose terminal is killed has ended early, and the window says why', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const child = train(receptive.userDataFolder, 'killed', 400)
  await expect(workbench.run('killed')).toContainText('training')
  await workbench.run('killed').click()
  await workbench.waitForSteps(30)
  const trainer = findChildTrainer(child.pid ?? 0)
  child.kill('SIGKILL')
  await expect(workbench.run('killed')).toContainText('interrupted')
  await expect(page.getByText('Receptive ended while this run was at work.').first()).toBeVisible()
  await expect.poll(() => isAlive(trainer)).toBe(false)
  const kept = await workbench.readChart('Loss')
  expect(kept.points).toBe(kept.last)
  await expect(workbench.action(/Go on|Continue/).first()).toBeVisible()
})
