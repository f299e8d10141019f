/** The time of a training step against Keras and TensorFlow.js on the same TensorFlow: alternating bursts, median ratio. */

import { join } from 'node:path'
import { repositoryRoot } from '../setup/paths.mjs'
import { bundle } from './bundle.mjs'
import { startWorker } from './burst-worker.mjs'
import { getKerasPython } from '../keras/keras-venv.mjs'
import { describeMachine } from './machine.mjs'
import { formatValue } from './report.mjs'
import { median, quantile } from './statistics.mjs'

const shipped = (/** @type {string} */ name) => join('resources', 'experiments', `${name}.json`)
const own = (/** @type {string} */ name) => join('scripts', 'bench', 'models', `${name}.json`)

/** To compare another network: a line here. */
const MODELS = {
  'cifar-cnn': shipped('cifar-cnn'),
  'cifar-cnn-relu': own('cifar-cnn-relu'),
  'cifar-cnn-3-batchnorm': shipped('cifar-cnn-3-batchnorm'),
  'cifar-resnet20': own('cifar-resnet20')
}

const ONE_DNN = { TF_ENABLE_ONEDNN_OPTS: '1' }

/** Each line: whom we compare with, how it runs, and the ratio of our time to its time that we want at most. */
const PEERS = [
  { name: 'Keras fit, its defaults', worker: keras('fit'), env: {}, target: 0.95 },
  { name: 'Keras fit, oneDNN', worker: keras('fit'), env: ONE_DNN, target: 1 },
  {
    name: 'Keras train_on_batch, oneDNN',
    worker: keras('train_on_batch'),
    env: ONE_DNN,
    target: 1.15
  },
  { name: 'tfjs model.fit, oneDNN', worker: ours('tfjs-worker'), env: ONE_DNN, target: 0.75 }
]

const MOST_ROUNDS = 12
const FEWEST_ROUNDS = 5
/** Four models within a quarter of an hour, their starts included. */
const MOST_MS_PER_MODEL = 140_000
const BURST_MS = 1200
const FEWEST_STEPS = 6
const WARM_UP_STEPS = 5

/** @typedef {import('./burst-worker.mjs').Burst} Burst */
/** @typedef {Awaited<ReturnType<typeof startWorker>>} Worker */
/** @typedef {{ peer: string, model: string, [key: string]: unknown }} Row */

/**
 * @param {{ only?: string | undefined, previous?: { results?: Row[], machine?: string, versions?: object } }} [options] `only` names one model; the rows of the others
 *   are taken from `previous`
 */
export async function benchKerasStep({ only, previous } = {}) {
  const chosen = Object.entries(MODELS).filter(([name]) => !only || name === only)
  if (chosen.length === 0) {
    throw new Error(`There is no model '${only}'. Known: ${Object.keys(MODELS).join(', ')}.`)
  }
  const commands = {
    python: await getKerasPython(),
    'step-worker': await bundle('step-worker.ts'),
    'tfjs-worker': await bundle('tfjs-worker.ts')
  }
  /** @type {Row[]} */
  const measured = []
  let versions = {}
  for (const [model, file] of chosen) {
    const { rows, versions: found } = await compare(model, join(repositoryRoot, file), commands)
    measured.push(...rows)
    for (const { peer, ratio } of rows) console.error(`${model}, ${peer}: ${formatValue(ratio)}`)
    versions = { ...versions, ...found }
  }
  const machine = describeMachine()
  // Rows of another machine or of other versions do not belong on this page.
  const isSame =
    JSON.stringify([previous?.machine, previous?.versions]) ===
    JSON.stringify([machine.machine, versions])
  const kept = (isSame ? (previous?.results ?? []) : []).filter(
    (row) => !chosen.some(([name]) => name === row.model)
  )
  const order = Object.keys(MODELS)
  const results = [...kept, ...measured].sort(
    (a, b) => order.indexOf(a.model) - order.indexOf(b.model)
  )
  return { ...machine, versions, results }
}

/** @typedef {{ python: string, 'step-worker': string, 'tfjs-worker': string }} Commands */

/**
 * @param {string} model
 * @param {string} file
 * @param {Commands} commands
 */
async function compare(model, file, commands) {
  /** @type {Worker[]} */
  const workers = []
  const start = async (
    /** @type {(typeof PEERS)[number]['worker']} */ worker,
    /** @type {object} */ env
  ) => {
    const [command, args] = worker(commands, file)
    const started = await startWorker(command, args, { ...withoutFlags(), ...env })
    workers.push(started)
    return started
  }
  try {
    const us = await start(ours('step-worker'), ONE_DNN)
    const peers = []
    for (const { worker, env } of PEERS) peers.push(await start(worker, env))
    const pairs = await alternate(us, peers)
    const rows = PEERS.map((peer, index) => summarize(model, peer, pairs[index] ?? []))
    return { rows, versions: Object.assign({}, ...workers.map((one) => one.versions)) }
  } finally {
    for (const worker of workers) worker.stop()
  }
}

/** @typedef {{ ours: Burst, theirs: Burst }} Pair */

/**
 * Rounds of pairs: a burst of ours beside a burst of each peer.
 * @param {Worker} us
 * @param {Worker[]} peers
 */
async function alternate(us, peers) {
  for (const worker of [us, ...peers]) await worker.burst(WARM_UP_STEPS)
  const { wallMs } = await us.burst(WARM_UP_STEPS)
  const steps = Math.max(FEWEST_STEPS, Math.round(BURST_MS / median(wallMs)))
  /** @type {Pair[][]} */
  const pairs = peers.map(() => [])
  const end = performance.now() + MOST_MS_PER_MODEL
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (round >= FEWEST_ROUNDS && performance.now() > end) break
    for (const [index, peer] of peers.entries()) {
      // Who goes first alternates, so that a drift of the machine favours nobody.
      const isOursFirst = (round + index) % 2 === 0
      const first = await (isOursFirst ? us : peer).burst(steps)
      const second = await (isOursFirst ? peer : us).burst(steps)
      pairs[index]?.push(
        isOursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first }
      )
    }
  }
  return pairs
}

/**
 * @param {string} model
 * @param {(typeof PEERS)[number]} peer
 * @param {Pair[]} pairs
 * @returns {Row}
 */
function summarize(model, { name, target }, pairs) {
  const wallRatios = pairs.map(({ ours, theirs }) => median(ours.wallMs) / median(theirs.wallMs))
  const cpuRatios = pairs.map(({ ours, theirs }) => ours.cpuMs / theirs.cpuMs)
  const ratio = median(wallRatios)
  return {
    model,
    peer: name,
    pairs: pairs.length,
    oursMs: median(pairs.flatMap(({ ours }) => ours.wallMs)),
    theirsMs: median(pairs.flatMap(({ theirs }) => theirs.wallMs)),
    oursCpuMs: median(pairs.map(({ ours }) => ours.cpuMs / ours.wallMs.length)),
    theirsCpuMs: median(pairs.map(({ theirs }) => theirs.cpuMs / theirs.wallMs.length)),
    ratio,
    ratioQuartiles: [quantile(wallRatios, 0.25), quantile(wallRatios, 0.75)],
    cpuRatio: median(cpuRatios),
    target,
    isMet: ratio <= target
  }
}

/** @param {'fit' | 'train_on_batch'} mode */
function keras(mode) {
  const script = join(repositoryRoot, 'scripts', 'bench', 'keras_worker.py')
  return (/** @type {Commands} */ { python }, /** @type {string} */ file) =>
    /** @type {const} */ ([python, [script, file, mode]])
}

/** @param {'step-worker' | 'tfjs-worker'} name */
function ours(name) {
  return (/** @type {Commands} */ commands, /** @type {string} */ file) =>
    /** @type {const} */ ([process.execPath, [commands[name], file]])
}

/** The environment as a person has it who set no flag; the log would only fill the pipe. */
function withoutFlags() {
  return { ...process.env, TF_ENABLE_ONEDNN_OPTS: undefined, TF_CPP_MIN_LOG_LEVEL: '3' }
}
