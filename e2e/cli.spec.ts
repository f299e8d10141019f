import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { digitsFile, digitsWith } from './data/digits'

const program = resolve('out/main/cli.js')
let workspace: string

test.beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'receptive-cli-'))
})
test.afterEach(() => rmSync(workspace, { recursive: true, force: true }))

function receptive(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8'
  })
  return { status, stdout, stderr }
}

interface TrainResult {
  runId: string
  state: string
  epochs: Record<string, number>[]
  test: { loss: number; accuracy: number }
}

test('summary gives the lecture’s table', () => {
  const { status, stdout } = receptive('summary', 'resources/experiments/cifar-cnn.json', '--json')
  const summary = JSON.parse(stdout) as {
    layers: { parameters: number; outputShape: (number | null)[] }[]
    totalParameters: number
  }
  expect(status).toBe(0)
  expect(summary.totalParameters).toBe(558_186)
  expect(summary.layers.map((layer) => layer.parameters).filter((count) => count > 0)).toEqual([
    896, 9248, 18496, 36928, 73856, 147584, 262272, 8256, 650
  ])
  expect(summary.layers[1]?.outputShape).toEqual([null, 32, 32, 32])
})

test('training gives the same numbers twice, and other ones with another seed', () => {
  const train = (seed: string): TrainResult => {
    const { status, stdout } = receptive(
      ...['train', digitsFile, '--epochs', '2', '--seed', seed, '--json', '--workspace', workspace]
    )
    expect(status).toBe(0)
    return JSON.parse(stdout) as TrainResult
  }
  const numbers = ({ epochs, test: result }: TrainResult) => ({
    result,
    epochs: epochs.map((values) => ({ ...values, elapsedMs: null }))
  })
  const first = train('5')
  expect(first.test.accuracy).toBeGreaterThan(0.85)
  expect(numbers(train('5'))).toEqual(numbers(first))
  expect(numbers(train('6'))).not.toEqual(numbers(first))

  const { runs } = JSON.parse(receptive('runs', '--workspace', workspace, '--json').stdout) as {
    runs: { id: string; state: string }[]
  }
  expect(runs.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished'])
  expect(runs.at(-1)?.id).toBe(first.runId)
})

test('a few hundred steps on the digits reach 0.95', () => {
  test.setTimeout(240_000)
  const { stdout } = receptive(
    ...['train', 'resources/experiments/mnist-cnn.json', '--steps', '400', '--json'],
    ...['--workspace', workspace]
  )
  expect((JSON.parse(stdout) as TrainResult).test.accuracy).toBeGreaterThan(0.95)
})

test('training on changed pictures follows from seed and settings alone, and standardises', () => {
  const augmentation = {
    width_shift_range: 0.1,
    rotation_range: 10,
    mixup_alpha: 0.2,
    featurewise_std_normalization: true
  }
  const train = (name: string, changes: object) => {
    const file = join(workspace, `${name}.json`)
    writeFileSync(file, digitsWith({ name, epochs: 1, ...changes }))
    const words = ['train', file, '--steps', '6', '--json', '--workspace', workspace]
    const result = JSON.parse(receptive(...words).stdout) as TrainResult
    return { ...result, folder: join(workspace, 'runs', result.runId) }
  }
  const [first, second] = [train('shifted', { augmentation }), train('shifted', { augmentation })]
  const plain = train('plain', {})
  expect(second.test).toEqual(first.test)
  expect(plain.test).not.toEqual(first.test)
  const kept = readFileSync(join(first.folder, 'standardization.json'), 'utf8')
  const { mean } = JSON.parse(kept) as { mean: number[] }
  // The mean of the digits' pixels is about 33 of 255.
  expect(mean[0]).toBeGreaterThan(0.1)
  expect(mean[0]).toBeLessThan(0.16)
  expect(existsSync(join(plain.folder, 'standardization.json'))).toBe(false)
})

test('Ctrl+C stops within one step and keeps the run', async () => {
  const child = spawn(process.execPath, [program, 'train', digitsFile, '--workspace', workspace])
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  await expect.poll(() => output).toContain('Epoch 1/40')
  child.kill('SIGINT')
  const code = await new Promise((done) => child.once('exit', done))
  expect(code).toBe(130)
  expect(output).toContain('The run is in')
  expect(receptive('runs', '--workspace', workspace).stdout).toContain('stopped')
})

test('a run whose processes were killed goes on to the numbers of an unbroken one', async () => {
  test.setTimeout(120_000)
  const words = ['train', digitsFile, '--epochs', '4', '--workspace', workspace]
  const whole = JSON.parse(receptive(...words, '--json').stdout) as TrainResult
  const child = spawn(process.execPath, [program, ...words])
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  await expect.poll(() => output, { timeout: 60_000 }).toContain('Epoch 1/4')
  child.kill('SIGKILL')
  await new Promise((done) => child.once('exit', done))
  const { runs } = JSON.parse(receptive('runs', '--workspace', workspace, '--json').stdout) as {
    runs: { id: string; state: string; epochsDone: number }[]
  }
  const [killed] = runs
  expect(killed?.state).toBe('interrupted')
  const again = ['train', killed?.id ?? '', '--resume', '--workspace', workspace, '--json']
  const resumed = JSON.parse(receptive(...again).stdout) as TrainResult
  expect(resumed).toMatchObject({ runId: killed?.id, state: 'finished', test: whole.test })
  const numbers = ({ epochs }: TrainResult) => epochs.map((one) => ({ ...one, elapsedMs: null }))
  expect(numbers(resumed)).toEqual(numbers(whole))
})

test('a finished run is continued as its child', () => {
  const train = (...words: string[]): TrainResult & { steps: number } => {
    const { stdout } = receptive('train', ...words, '--workspace', workspace, '--json')
    return JSON.parse(stdout) as TrainResult & { steps: number }
  }
  const parent = train(digitsFile, '--epochs', '1')
  const child = train(parent.runId, '--from', parent.runId, '--epochs', '2')
  const whole = train(digitsFile, '--epochs', '2')
  expect(child).toMatchObject({ state: 'finished', steps: whole.steps, test: whole.test })
  expect(child.epochs.map(({ epoch }) => epoch)).toEqual([2])
  expect(receptive('runs', '--workspace', workspace).stdout).toContain(
    `${parent.runId} step ${parent.steps}`
  )
})

for (const { what, words, sentence } of [
  { what: 'a missing file', words: ['train', 'nowhere.json'], sentence: /nowhere\.json/ },
  { what: 'a folder', words: ['summary', 'src'], sentence: /src cannot be read/ },
  {
    what: 'a data set that does not exist',
    words: ['train', digitsFile, '--dataset', 'imagenet'],
    sentence: /imagenet/
  },
  {
    what: 'CIFAR-10 without its folder',
    words: ['train', 'resources/experiments/cifar-cnn.json', '--data', 'src'],
    sentence: /data_batch_1\.bin/
  },
  {
    what: 'resuming what is no run',
    words: ['train', digitsFile, '--resume'],
    sentence: /--resume goes on with a run/
  },
  {
    what: 'going on from nothing',
    words: ['train', digitsFile, '--from', 'x'],
    sentence: /no run 'x'/
  },
  { what: 'a wrong number', words: ['train', digitsFile, '--epochs', 'ten'], sentence: /--epochs/ },
  { what: 'an unknown option', words: ['runs', '--fast'], sentence: /Unknown option '--fast'/ }
]) {
  test(`${what} is refused in one line`, () => {
    const needsWorkspace = words[0] === 'train'
    const { status, stdout, stderr } = receptive(
      ...words,
      ...(needsWorkspace ? ['--json', '--workspace', workspace] : [])
    )
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(sentence)
  })
}

test('a broken experiment names the file, the path and what was expected', () => {
  const file = join(workspace, 'broken.json')
  writeFileSync(file, digitsWith({ epochs: -1 }))
  expect(receptive('train', file, '--workspace', workspace).stderr).toBe(
    'receptive: broken.json: training.epochs is -1, expected at least 1.\n'
  )
})
