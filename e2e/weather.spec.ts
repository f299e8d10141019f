import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decodeMetricLog } from '../src/shared/metric-log'
import { mountSmallDisk, NO_MOUNT } from '../src/trainer/testing-disk'
import { expect, test, type Started } from './app.fixture'
import { digitsFile, slowDigits } from './data/digits'
import { findChildTrainer, findTrainer, isAlive } from './processes'

const program = resolve('out/main/cli.js')
let folder: string
let workspace: string
let children: ChildProcess[] = []

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-weather-'))
  workspace = join(folder, 'workspace')
})
test.afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test.describe('two on one workspace', () => {
  test('a second window refuses, and names the workspace and the process that has it', async ({
    receptive
  }) => {
    const first = await receptive.start({ args: [`--workspace=${workspace}`] })
    const refused = startAnother()
    const sentence = await refused.sentence
    const [, owner] = /in another Receptive \(process (\d+)\)/.exec(sentence) ?? []
    expect(sentence).toContain(`The workspace ${workspace} is open`)
    expect(Number(owner)).toBe(await first.app.evaluate(() => process.pid))

    await startTraining(first)
    const gone = new Promise((done) => first.app.process().once('exit', done))
    first.app.process().kill('SIGTERM')
    await gone
    const again = await receptive.start({ args: [`--workspace=${workspace}`] })
    await expect(again.workbench.run('digits')).toContainText('stopped')
  })

  test('a window that was killed does not keep the next one out', async ({ receptive }) => {
    const first = await receptive.start({ args: [`--workspace=${workspace}`] })
    first.app.process().kill('SIGKILL')
    const second = await receptive.start({ args: [`--workspace=${workspace}`] })
    await second.workbench.waitUntilTrainerIsReady()
  })

  test('the command line reads and trains beside a window that trains', async ({ receptive }) => {
    const { workbench } = await startTraining(
      await receptive.start({ args: [`--workspace=${workspace}`] })
    )
    const words = ['train', digitsFile, '--epochs', '1', '--steps', '20']
    const { status } = receptiveCli(null, ...words)
    expect(status).toBe(0)
    expect(listRuns().map(({ state }) => state)).toEqual(['finished', 'training'])
    await expect(workbench.run('digits 2')).toContainText('finished')
    await workbench.stop()
    await expect(workbench.run('digits')).toContainText('stopped')
  })
})

test('a run whose folder is deleted ends with a sentence, a new one starts, and the list drops it at the next start', async ({
  receptive
}) => {
  const args = [`--workspace=${workspace}`]
  const first = await startTraining(await receptive.start({ args }))
  rmSync(join(workspace, 'runs'), { recursive: true })
  await expect(first.workbench.run('digits')).toContainText('failed')
  await expect(first.page.getByText(/The folder of this run was deleted/).first()).toBeVisible()

  await first.workbench.train()
  await first.workbench.waitForSteps(10)
  await first.workbench.stop()
  await expect(first.workbench.run('digits 2')).toContainText('stopped')
  await first.app.close()
  const second = await receptive.start({ args })
  await expect(second.workbench.run('digits 2')).toContainText('stopped')
  await expect(second.workbench.run('digits')).toHaveCount(0)
})

test.describe('the command line', () => {
  test('says that the folder of its run was deleted, and ends', async () => {
    const { child, ended } = trainInBackground(workspace)
    await expect.poll(() => hasCheckpoint(), { timeout: 60_000 }).toBe(true)
    rmSync(join(workspace, 'runs'), { recursive: true })
    const { code, printed } = await ended
    expect(code).toBe(1)
    expect(printed).toContain('The folder of this run was deleted while it was at work')
    expect(printed).not.toMatch(/\n +at /)
    expect(child.killed).toBe(false)
  })

  test('waits on a full disk, says so, and loses nothing', async () => {
    const disk = mountSmallDisk(6000)
    test.skip(disk === null, NO_MOUNT)
    if (!disk) return
    try {
      const onDisk = join(disk.folder, 'workspace')
      const training = trainInBackground(onDisk, '--epochs', '8')
      await expect.poll(training.read, { timeout: 60_000 }).toContain('Epoch 1/8')
      disk.fill()
      await expect
        .poll(training.read, { timeout: 60_000 })
        .toMatch(/The disk is full: .*metrics\.log could not be written/)
      disk.makeRoom()
      const { code, printed } = await training.ended
      expect(printed).toMatch(
        /held at steps? .* until its files could be written again\. Nothing was lost\./
      )
      expect(code).toBe(0)
      const [id = ''] = readdirSync(join(onDisk, 'runs'))
      const bytes = readFileSync(join(onDisk, 'runs', id, 'metrics.log'))
      const { batches, problem } = decodeMetricLog(new Uint8Array(bytes), id)
      expect(problem).toBeNull()
      const steps = batches.flatMap((batch) => (batch.scope === 'step' ? [...batch.steps] : []))
      expect(steps).toEqual(steps.map((_, index) => index + 1))
      expect(steps).toHaveLength(8 * 225)
    } finally {
      disk.remove()
    }
  })
})

test.describe('an application that ends by force', () => {
  test('takes along a trainer that is in the middle of a long step', async ({ receptive }) => {
    const { app, workbench } = await receptive.start()
    await workbench.waitUntilTrainerIsReady()
    await workbench.dropText({ name: 'slow.json', text: slowDigits() })
    await workbench.train()
    const trainer = findTrainer(receptive.userDataFolder)
    await expect(workbench.run('digits')).toContainText('training')
    await expectBusy(trainer)
    app.process().kill('SIGKILL')
    await expect.poll(() => isAlive(trainer), { timeout: 2000 }).toBe(false)
  })

  test('at the second signal does not wait for a trainer that hangs', async ({ receptive }) => {
    const { app } = await startTraining(await receptive.start())
    const trainer = findTrainer(receptive.userDataFolder)
    process.kill(trainer, 'SIGSTOP')
    const child = app.process()
    const gone = new Promise((done) => child.once('exit', (code) => done(code)))
    child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 500))
    const secondAt = performance.now()
    child.kill('SIGTERM')
    expect(await gone).toBe(1)
    expect(performance.now() - secondAt).toBeLessThan(2000)
    await expect.poll(() => isAlive(trainer), { timeout: 2000 }).toBe(false)

    const second = await receptive.start()
    await expect(second.workbench.run('digits')).toContainText('interrupted')
  })

  test('takes along the trainer of a command line, too', async () => {
    const file = join(folder, 'slow.json')
    writeFileSync(file, slowDigits())
    const child = spawn(process.execPath, [program, 'train', file, '--workspace', workspace])
    children.push(child)
    const parent = child.pid ?? 0
    await expect.poll(() => hasCheckpoint(), { timeout: 60_000 }).toBe(true)
    const trainer = findChildTrainer(parent)
    await expectBusy(trainer)
    child.kill('SIGKILL')
    await expect.poll(() => isAlive(trainer), { timeout: 2000 }).toBe(false)
  })
})

test('quitting over a training asks, from the menu as well', async ({ receptive }) => {
  const { app, workbench } = await startTraining(await receptive.start())
  const answer = (label: string): Promise<void> =>
    app.evaluate(({ dialog }, wanted) => {
      dialog.showMessageBoxSync = (...args: unknown[]) => {
        const { buttons = [] } = args[1] as { buttons?: string[] }
        return buttons.indexOf(wanted)
      }
    }, label)
  await answer('Keep training')
  await app.evaluate((electron) => electron.app.quit())
  const { last } = await workbench.readChart('Loss')
  await workbench.waitForSteps(last + 10)

  await answer('Stop training and quit')
  const gone = new Promise((done) => app.process().once('exit', (code) => done(code)))
  await app.evaluate((electron) => electron.app.quit()).catch(() => {})
  expect(await gone).toBe(0)
  const second = await receptive.start()
  await expect(second.workbench.run('digits')).toContainText('stopped')
})

test('a training that does not fit into memory says what was asked for and what should fit', () => {
  const file = join(folder, 'huge.json')
  writeFileSync(file, slowDigits({ batchSize: 4000 }))
  const limit = `--as=${5 * 2 ** 30}`
  const words = ['train', file, '--json', '--workspace', workspace]
  const { status, stdout } = spawnSync('prlimit', [limit, process.execPath, program, ...words], {
    encoding: 'utf8'
  })
  expect(status).toBe(1)
  const { state, reason } = JSON.parse(stdout) as { state: string; reason: string }
  // TensorFlow refuses, or crashes over its own refusal: the person reads the same.
  expect(['failed', 'interrupted']).toContain(state)
  expect(reason).toMatch(/out of memory.*TensorFlow asked for a tensor of 4000x28x28x512 float/i)
  expect(reason).toMatch(/A batch size of [\d,]+ should fit \(now 4,000; this is an estimate\)\.$/)
})

test.describe('a system clock', () => {
  test('that jumps by days while training disturbs neither times nor progress', () => {
    const begin = performance.now()
    const { status, stdout } = receptiveCli(
      { days: [0, 1, -1, 0, -1], holdMs: 150 },
      ...['train', digitsFile, '--epochs', '3', '--json']
    )
    const wallMs = performance.now() - begin
    expect(status).toBe(0)
    const result = JSON.parse(stdout) as {
      state: string
      elapsedMs: number
      msPerStep: number
      epochs: { elapsedMs: number }[]
    }
    expect(result.state).toBe('finished')
    expect(result.elapsedMs).toBeGreaterThan(0)
    expect(result.elapsedMs).toBeLessThan(wallMs)
    expect(result.msPerStep).toBeGreaterThan(0)
    expect(result.msPerStep).toBeLessThan(wallMs)
    const times = result.epochs.map(({ elapsedMs }) => elapsedMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(times.at(-1)).toBeLessThanOrEqual(result.elapsedMs)
    const [run] = listRuns()
    expect(run?.endedAt).toBeGreaterThanOrEqual(run?.createdAt ?? Infinity)
  })

  test('that was a day ahead, then put right, keeps the newest run first', () => {
    const train = (days: number): void => {
      const words = ['train', digitsFile, '--steps', '5', '--seed', String(10 + days)]
      expect(receptiveCli({ days: [days], holdMs: 1000 }, ...words).status).toBe(0)
    }
    train(1)
    train(0)
    train(-1)
    expect(listRuns().map(({ seed }) => seed)).toEqual([9, 10, 11])
  })
})

async function startTraining(started: Started): Promise<Started> {
  const { workbench } = started
  await workbench.waitUntilTrainerIsReady()
  await workbench.drop(digitsFile)
  await workbench.train()
  await workbench.waitForSteps(20)
  return started
}

/** Another Receptive, with user data of its own, on the same workspace: it says why it refuses, and waits for its dialog. */
function startAnother(): { sentence: Promise<string> } {
  const userData = join(folder, 'another')
  const child = spawn(process.env.RECEPTIVE_ELECTRON ?? '', [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    resolve('.'),
    `--user-data-dir=${userData}`,
    `--workspace=${workspace}`
  ])
  children.push(child)
  return {
    sentence: new Promise((done) => {
      let printed = ''
      child.stderr.on('data', (text) => {
        printed += String(text)
        if (/cannot start: .*\n/.test(printed)) done(printed)
      })
    })
  }
}

interface MovedClock {
  /** By how many days the clock is wrong, one after the other. */
  days: number[]
  /** How long each of them lasts. */
  holdMs: number
}

/** The command line and its trainer, on a clock of their own. */
function receptiveCli(clock: MovedClock | null, ...words: string[]) {
  const moved = {
    NODE_OPTIONS: `--import ${pathToFileURL(resolve('e2e/data/moved-clock.mjs')).href}`,
    MOVED_CLOCK: JSON.stringify(clock)
  }
  return spawnSync(process.execPath, [program, ...words, '--workspace', workspace], {
    encoding: 'utf8',
    env: { ...process.env, ...(clock ? moved : {}) }
  })
}

/** Trains the digits; the child goes with the test. */
function trainInBackground(inWorkspace: string, ...more: string[]) {
  const words = ['train', digitsFile, '--workspace', inWorkspace, ...more]
  const child = spawn(process.execPath, [program, ...words])
  children.push(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => (printed += String(text)))
  }
  const ended = new Promise<{ code: number | null; printed: string }>((done) => {
    child.once('close', (code) => done({ code, printed }))
  })
  return { child, ended, read: () => printed }
}

/** As the command line lists them. */
function listRuns() {
  const { stdout } = receptiveCli(null, 'runs', '--json')
  const { runs } = JSON.parse(stdout) as {
    runs: { state: string; seed: number; createdAt: number; endedAt: number | null }[]
  }
  return runs
}

function hasCheckpoint(): boolean {
  const runs = join(workspace, 'runs')
  try {
    return readdirSync(runs).some((id) => readdirSync(join(runs, id, 'checkpoints')).length > 0)
  } catch {
    return false
  }
}

/** Waits until the process has computed for half a second more: a tick is a hundredth of one. */
async function expectBusy(pid: number): Promise<void> {
  const readTicks = (): number => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[11])
  }
  const before = readTicks()
  await expect.poll(() => readTicks() - before, { intervals: [200] }).toBeGreaterThan(50)
}
