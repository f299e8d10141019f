import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  encodeEvaluationFile,
  nameEvaluationFile,
  type StoredEvaluation
} from '@shared/evaluation-file'
import { NO_COMPARISON } from '@shared/comparison'
import { DEFAULT_CURVE_VIEW } from '@shared/curves/curve-view'
import { NO_MARKS } from '@shared/run'
import { RunStore } from '@store/run-store'
import { createWorkspace } from '@store/workspace'
import { version } from '../../package.json'

/** The command line as it runs: built, in a process of its own, beside a trainer without TensorFlow. */
const caches = resolve('node_modules/.cache')
const experiment = resolve('resources/experiments/cifar-cnn.json')

let folder: string
let workspace: string
beforeAll(async () => {
  mkdirSync(caches, { recursive: true })
  folder = mkdtempSync(join(caches, 'cli-test-'))
  workspace = join(folder, 'workspace')
  const programs = join(folder, 'out', 'main')
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: {
      alias: {
        '@shared': resolve('src/shared'),
        '@store': resolve('src/store'),
        '@host': resolve('src/host')
      }
    },
    build: {
      ssr: resolve('src/cli/index.ts'),
      target: 'node20',
      outDir: programs,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'cli.cjs' } }
    }
  })
  cpSync(resolve('src/host/fixtures/fake-trainer.mjs'), join(programs, 'trainer.js'))
  writeFileSync(join(programs, 'package.json'), '{"type": "module"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('receptive train', () => {
  it('puts one JSON document on stdout and everything else on stderr', async () => {
    const { code, stdout, stderr } = await run('train', experiment, '--epochs', '2', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      runId: expect.any(String),
      folder: expect.stringContaining(workspace),
      state: 'finished',
      seed: 1,
      epochs: [
        { epoch: 1, steps: 10, loss: 1, accuracy: 0.8 },
        { epoch: 2, steps: 10, loss: 0.5, accuracy: 0.8 }
      ],
      test: { loss: 0.4, accuracy: 0.9, examples: 2000 },
      msPerStep: 5,
      notes: ['The pictures are fake.'],
      environment: { tensorflowVersion: '2.21.0' }
    })
    expect(stderr).toMatch(/Training "cifar-cnn.*" on cifar10/)
  })

  it('writes one line an epoch where there is no terminal, and ends with the test', async () => {
    const { stdout } = await run('train', experiment, '--epochs', '2')
    const lines = stdout.trim().split('\n')
    expect(lines.filter((line) => line.startsWith('Epoch'))).toHaveLength(2)
    expect(lines.at(-2)).toBe('Test accuracy 0.9000 on 2,000 pictures, loss 0.4000.')
    expect(lines.at(-1)).toContain(join(workspace, 'runs'))
    expect(stdout).not.toContain('\u001b')
  })

  it('takes what the command line says before what the file says', async () => {
    const words = ['--dataset', 'mnist', '--seed', '7', '--steps', '13', '--json']
    const { stdout } = await run('train', experiment, ...words)
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'mnist', seed: 7, steps: 13 })
  })

  it('stops at Ctrl+C, keeps the run and says where it is', async () => {
    const words = ['train', experiment, '--epochs', '1000', '--workspace', workspace]
    const child = spawn(process.execPath, [join(folder, 'out/main/cli.cjs'), ...words])
    let printed = ''
    let isInterrupted = false
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString()
      if (isInterrupted || !printed.includes('Epoch 2/')) return
      isInterrupted = true
      child.kill('SIGINT')
    })
    const code = await new Promise((done) => child.on('close', done))
    expect(code).toBe(130)
    expect(printed).toMatch(/The run was stopped\nThe run is in/)
    const { stdout } = await run('runs', '--json')
    expect(JSON.parse(stdout).runs[0]).toMatchObject({ state: 'stopped' })
  })

  it('ends with 1 and the reason when the trainer dies', async () => {
    const { code, stdout } = await runWith({ FAKE_TRAINER: 'is killed while training' }, [
      'train',
      experiment,
      '--json'
    ])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'interrupted',
      reason: expect.stringMatching(/The trainer stopped: it was killed/)
    })
  })
})

describe('receptive evaluate', () => {
  const trainOne = async () => {
    const { stdout } = await run('train', experiment, '--epochs', '1', '--json')
    return JSON.parse(stdout) as { runId: string; folder: string }
  }

  it('says how well a run knows each class', async () => {
    const { runId, folder } = await trainOne()
    const evaluation: StoredEvaluation = {
      ...{ part: 'validation', moment: 'best', step: 10, epoch: 1, datasetId: 'cifar10' },
      classNames: ['cat', 'dog'],
      picturesId: 'abc',
      labels: Uint32Array.of(0, 0, 1),
      places: Uint32Array.of(0, 1, 2),
      probabilities: Float32Array.of(0.75, 0.25, 0.25, 0.75, 0, 1)
    }
    writeFileSync(join(folder, nameEvaluationFile(evaluation)), encodeEvaluationFile(evaluation))
    const words = ['evaluate', runId, '--part', 'validation', '--moment', 'best']
    const { stdout, code } = await run(...words, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ runId, part: 'validation', moment: 'best', pictures: 3, correct: 2, accuracy: 2 / 3 },
      classes: [
        { name: 'cat', pictures: 2, correct: 1, answers: 1 },
        { name: 'dog', pictures: 1, correct: 1, answers: 2 }
      ]
    })
    const said = (await run(...words)).stdout
    expect(said).toContain('Validation accuracy 0.6667: 2 of 3 pictures')
    expect(said).toMatch(/^cat +2 +1 +1 +0\.5000 +1\.0000$/m)
  })

  it('has the trainer compute what was not stored, and says why it cannot', async () => {
    const { runId } = await trainOne()
    const { code, stdout, stderr } = await run('evaluate', runId, '--json')
    expect(stderr).toMatch(/was not wholly evaluated yet/)
    expect(stderr).toMatch(/has no whole checkpoint to compute an evaluation from/)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

describe('receptive runs', () => {
  let kept: { id: string; facts: Record<string, unknown> }
  beforeAll(async () => {
    for (const words of [
      ['--seed', '11'],
      ['--seed', '12', '--dataset', 'mnist'],
      ['--seed', '13']
    ]) {
      await run('train', experiment, '--epochs', '2', ...words)
    }
    const { runs } = await listRuns('--query', 'seed >= 11 and seed <= 13')
    const [third, second, first] = runs
    if (!first || !second || !third) throw new Error('three runs were trained')
    kept = first
    const store = new RunStore(createWorkspace(workspace), { warn: () => {} })
    store.markRuns([
      { runId: first.id, marks: { ...NO_MARKS, tags: ['lecture'], isStarred: true } },
      { runId: third.id, name: 'old\n\u001b[2Jone', marks: { ...NO_MARKS, isArchived: true } }
    ])
    store.close()
  })

  it('finds runs by what they are, with their marks and facts', async () => {
    const { runs } = await listRuns(
      '--query',
      'tag:lecture and accuracy >= 0.8 and optimizer = adam and epoch = 2'
    )
    expect(runs).toEqual([
      expect.objectContaining({
        id: kept.id,
        marks: { ...NO_MARKS, tags: ['lecture'], isStarred: true },
        facts: expect.objectContaining({
          config: expect.objectContaining({
            'training.seed': 11,
            'model.conv2d': expect.any(String)
          }),
          metrics: expect.objectContaining({
            'train/loss': { last: 0.5, lastStep: 20, best: 0.5, bestStep: 20, bestEpoch: 2 }
          }),
          device: expect.stringMatching(/^CPU/)
        })
      })
    ])
  })

  it('leaves out the archive until it is asked for', async () => {
    const seeds = async (...words: string[]) =>
      (await listRuns(...words)).runs.map(({ seed }) => seed)
    const query = 'seed >= 11 and seed <= 13'
    expect(await seeds('--query', query)).toEqual([12, 11])
    expect(await seeds('--query', query, '--archived')).toEqual([13, 12, 11])
    expect(await seeds('--query', `${query} and is:archived`)).toEqual([13])
  })

  it('says the columns that are asked for, a run a line', async () => {
    const words = ['--query', 'seed >= 11 and seed <= 13', '--archived']
    const { stdout } = await run('runs', ...words, '--columns', 'seed, dataset,lr,tags,name')
    expect(stdout).toMatch(
      /^seed {2}dataset {2}learningRate {2}tags {5}name\n {2}13 {2}cifar10 +0\.001 {2}– +old \[2Jone\n {2}12 {2}mnist +0\.001 {2}– {2}.*\n {2}11 {2}cifar10 +0\.001 {2}lecture {2}/
    )
    const { stdout: usual } = await run('runs', ...words)
    expect(usual).toMatch(/★ #lecture/)
  })

  it.each<[string[], RegExp]>([
    [['--query', 'accuracy > '], /Expected a value after >, at 12\./],
    [['--columns', 'name,acuracy'], /--columns: no run has 'acuracy'\./]
  ])('refuses %j', async (words, sentence) => {
    const { code, stderr } = await run('runs', ...words)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(sentence)
  })

  async function listRuns(...words: string[]) {
    const { stdout } = await run('runs', ...words, '--json')
    return JSON.parse(stdout) as {
      runs: { id: string; seed: number; facts: Record<string, unknown> }[]
    }
  }
})

it.each<[string[], RegExp]>([
  [['fly'], /There is no command 'fly'/],
  [['train'], /'train' takes 1 argument, received 0/],
  [['train', 'nowhere.json'], /nowhere\.json cannot be read: it does not exist/],
  [['train', 'tsconfig.json'], /tsconfig\.json: JSON, but not an experiment/],
  [['train', experiment, '--epochs', 'many'], /--epochs is 'many', expected a whole number/],
  [['train', experiment, '--steps', '0'], /--steps is '0'/],
  [['train', experiment, '--colour'], /--colour/],
  [['evaluate', 'nowhere'], /There is no run 'nowhere'/],
  [['evaluate', 'a', '--part', 'train'], /--part is 'train', expected test or validation/],
  [['summary', 'README.txt', '--json'], /README\.txt cannot be read/],
  [
    ['export', experiment, '--format', 'word'],
    /--format is 'word', expected one of experiment, keras, python/
  ]
])('refuses %j with one line and exit code 2', async (words, sentence) => {
  const { code, stdout, stderr } = await run(...words)
  expect(stderr).toMatch(sentence)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

it.each(['--help', '-h'])('explains a command that is followed by %s', async (option) => {
  const { code, stdout } = await run('evaluate', option)
  expect(code).toBe(0)
  expect(stdout).toBe((await run('help', 'evaluate')).stdout)
  expect(stdout).toMatch(/^receptive evaluate RUN \[options\]\n.*\n {2}--part PART/)
})

it('prints the lecture’s table', async () => {
  const { stdout } = await run('summary', experiment, '--json')
  const { layers, totalParameters } = JSON.parse(stdout) as {
    layers: { parameters: number; outputShape: number[] }[]
    totalParameters: number
  }
  const counts = layers.map(({ parameters }) => parameters).filter((count) => count > 0)
  expect(counts).toEqual([896, 9248, 18496, 36928, 73856, 147584, 262272, 8256, 650])
  expect(totalParameters).toBe(558_186)
  expect(layers[1]?.outputShape).toEqual([null, 32, 32, 32])
})

it('writes an experiment into a pipe as it is, and loses nothing in JSON', async () => {
  const odd = join(folder, 'odd.json')
  const name = 'a\u2028b\u2067c\u0085d'
  const text = JSON.parse(readFileSync(experiment, 'utf8')) as object
  writeFileSync(odd, JSON.stringify({ ...text, name }))
  const read = (document: string) => (JSON.parse(document) as { name: string }).name
  const words = ['export', odd, '--format', 'experiment']
  expect(read((await run(...words)).stdout)).toBe(name)
  const answer = JSON.parse((await run(...words, '--json')).stdout) as { text: string }
  expect(read(answer.text)).toBe(name)
})

it('writes an experiment as code for Keras', async () => {
  const { stdout, code } = await run('export', experiment, '--format', 'python')
  expect(code).toBe(0)
  expect(stdout).toContain('conv1a = layers.Conv2D(filters=32, kernel_size=(3, 3)')
})

it('examines the machine', async () => {
  const { code, stdout } = await run('doctor', '--json')
  const { lines } = JSON.parse(stdout) as { lines: { id: string; status: string }[] }
  expect(lines).toContainEqual(expect.objectContaining({ id: 'tensorflow', status: 'ok' }))
  expect(code).toBe(0)
})

it('says that TensorFlow cannot be loaded, and what to do', async () => {
  const { code, stdout } = await runWith({ FAKE_TRAINER: 'has no library' }, ['doctor', '--json'])
  const { lines } = JSON.parse(stdout) as { lines: { id: string; wayOut: string | null }[] }
  expect(lines.find(({ id }) => id === 'tensorflow')?.wayOut).toMatch(/npm run setup/)
  expect(code).toBe(1)
})

it('knows its version', async () => {
  expect((await run('--version')).stdout).toBe(`${version}\n`)
})

describe('receptive export, import and compare', () => {
  it('carry a run into another workspace, and compare it there', async () => {
    const first = JSON.parse(
      (await run('train', experiment, '--epochs', '2', '--json')).stdout
    ) as {
      runId: string
    }
    const words = ['--epochs', '3', '--seed', '9', '--json']
    const second = JSON.parse((await run('train', experiment, ...words)).stdout) as {
      runId: string
    }
    const files: string[] = []
    for (const { runId } of [first, second]) {
      const path = join(folder, `${runId}.receptive`)
      const out = await run('export', runId, '--format', 'capsule', '--to', path, '--json')
      expect(JSON.parse(out.stdout)).toEqual({ runId, format: 'capsule', path })
      files.push(path)
    }
    const elsewhere = join(folder, 'elsewhere')
    const imported = await runIn(elsewhere, 'import', ...files, '--json')
    expect(JSON.parse(imported.stdout)).toMatchObject({
      workspace: elsewhere,
      runs: [
        { id: first.runId, isNew: true, importedFrom: `${first.runId}.receptive` },
        { id: second.runId, isNew: true }
      ]
    })
    const compared = await runIn(elsewhere, 'compare', first.runId, second.runId, '--json')
    const result = JSON.parse(compared.stdout) as { differences: object; runs: object[] }
    expect(result.differences).toMatchObject({
      'training.epochs': [2, 3],
      'training.seed': [1, 9]
    })
    expect(result.runs).toMatchObject([
      {
        id: first.runId,
        // Of statsmodels: proportion_confint(1800, 2000, method='wilson').
        test: { accuracy: 0.9, examples: 2000, interval: { low: expect.closeTo(0.886076, 6) } }
      },
      { id: second.runId }
    ])
    // Where they were trained: the stand-in for the trainer writes no log that could travel.
    const here = await run('compare', first.runId, second.runId, '--json')
    expect((JSON.parse(here.stdout) as { runs: object[] }).runs[0]).toMatchObject({
      metrics: { 'train/loss': { last: 0.5, best: 0.5 } }
    })
    const table = await runIn(elsewhere, 'compare', first.runId, second.runId)
    expect(table.stdout).toMatch(/training\.seed +1 +9/)
    expect(table.stdout).toContain('0.8861–')

    const runIds = [second.runId, first.runId, 'deleted']
    const comparison = { ...NO_COMPARISON, runIds }
    const view = { slug: 'größer-2', name: 'Größer 2', comparison, curveView: DEFAULT_CURVE_VIEW }
    writeFileSync(join(elsewhere, 'comparisons.json'), JSON.stringify([view]))
    const named = await runIn(elsewhere, 'compare', 'compare/Größer-2', '--json')
    expect(named.stderr).toContain('1 of the runs of compare/Größer-2 is gone.')
    expect(JSON.parse(named.stdout)).toMatchObject({
      runs: [{ id: second.runId }, { id: first.runId }]
    })
  }, 180_000)

  it('write event files, CSV and JSON', async () => {
    const { runs } = JSON.parse((await run('runs', '--json')).stdout) as { runs: { id: string }[] }
    const id = runs[0]?.id ?? ''
    for (const [format, name] of [
      ['csv', 'run.csv'],
      ['json', 'run.json'],
      ['tensorboard', 'events']
    ] as const) {
      const { code, stdout } = await run(
        'export',
        id,
        '--format',
        format,
        '--to',
        join(folder, name)
      )
      expect([code, stdout]).toEqual([0, expect.stringContaining('Wrote "')])
    }
    expect(readFileSync(join(folder, 'run.csv'), 'utf8')).toMatch(
      /^run,scope,step,elapsed_ms,train/
    )
    const back = await runIn(join(folder, 'third'), 'import', join(folder, 'events'), '--json')
    expect(JSON.parse(back.stdout)).toMatchObject({ runs: [{ name: 'events', isNew: true }] })
  }, 180_000)

  it.each([
    [['import', 'nowhere.receptive'], 'nowhere.receptive cannot be read: it does not exist.'],
    [['import', 'package.json'], 'package.json holds no run'],
    [['export', 'nothing', '--format', 'csv', '--to', 'x'], 'There is no run "nothing"'],
    [['export', 'nothing', '--format', 'csv'], 'Say where to write the run: --to PATH'],
    [['export', 'x', '--format', 'csv', '--to', 'x', '--weights'], '--weights go into a capsule'],
    [['export', 'x', '--format', 'word'], "--format is 'word'"],
    [['compare', 'one', 'two'], 'There is no run "one"'],
    [['compare'], "'compare' takes 1 to 100 arguments"],
    [['compare', 'compare/one'], 'There is no saved comparison "compare/one"']
  ])('say of %j in one line what is wrong', async (words, sentence) => {
    const { code, stdout, stderr } = await run(...words, '--json')
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(sentence)
  })
})

function runIn(otherWorkspace: string, ...words: string[]) {
  return runWith({}, words, otherWorkspace)
}

function run(...words: string[]) {
  return runWith({}, words)
}

function runWith(environment: Record<string, string>, words: readonly string[], where = workspace) {
  const takesWorkspace = [
    'train',
    'evaluate',
    'runs',
    'doctor',
    'compare',
    'import',
    'export'
  ].includes(words[0] ?? '')
  const all = takesWorkspace ? [...words, '--workspace', where] : words
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const env = { ...process.env, ...environment }
    const child = execFile(
      process.execPath,
      [join(folder, 'out/main/cli.cjs'), ...all],
      { env },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr })
    )
  })
}
