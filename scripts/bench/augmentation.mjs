/** What shift and flip cost: a training step with the lecture's augmentation over one without, ours and Keras'. */

import { cpus } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '../setup/paths.mjs'
import { bundle } from './bundle.mjs'
import { startWorker } from './burst-worker.mjs'
import { getKerasPython } from '../keras/keras-venv.mjs'
import { describeProcessor } from './machine.mjs'
import { median, quantile } from './statistics.mjs'

const EXPERIMENT = 'cifar-cnn-4-augmentation'
const PAIRS = 12
const STEPS_PER_BURST = 8

/** @typedef {Record<'plain' | 'augmented', import('./burst-worker.mjs').Burst>} Pair */
/** @typedef {{ command: string, args: readonly string[], env: NodeJS.ProcessEnv }} Command */

/** @returns {Promise<object>} the results, as JSON */
export async function benchAugmentation() {
  const file = join(repositoryRoot, 'resources', 'experiments', `${EXPERIMENT}.json`)
  const script = join(repositoryRoot, 'scripts', 'bench', 'keras_augmentation_worker.py')
  const environment = { ...process.env, TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '3' }
  const ours = {
    command: process.execPath,
    args: [await bundle('augmentation-worker.ts'), file],
    env: environment
  }
  const keras = { command: await getKerasPython(), args: [script, file], env: environment }
  const results = [
    await compare('Receptive', ours),
    await compare("Keras' ImageDataGenerator", keras)
  ]
  const versions = Object.assign({}, ...results.map((one) => one.versions))
  const rows = results.map(({ row }) => row)
  return { machine: describeProcessor(), cores: cpus().length, versions, results: rows }
}

/**
 * @param {string} who
 * @param {Command} command
 */
async function compare(who, { command, args, env }) {
  const worker = await startWorker(command, args, env)
  const burst = async () =>
    /** @type {Pair} */ (/** @type {unknown} */ (await worker.burst(STEPS_PER_BURST)))
  try {
    await burst()
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) pairs.push(await burst())
    return { row: summarize(who, pairs), versions: worker.versions }
  } finally {
    worker.stop()
  }
}

/**
 * @param {string} who
 * @param {Pair[]} pairs
 */
function summarize(who, pairs) {
  const wallRatios = pairs.map(
    ({ plain, augmented }) => median(augmented.wallMs) / median(plain.wallMs)
  )
  const cpuRatios = pairs.map(({ plain, augmented }) => augmented.cpuMs / plain.cpuMs)
  return {
    experiment: EXPERIMENT,
    who,
    pairs: pairs.length,
    plainMs: median(pairs.flatMap(({ plain }) => plain.wallMs)),
    augmentedMs: median(pairs.flatMap(({ augmented }) => augmented.wallMs)),
    wallRatio: median(wallRatios),
    wallRatioQuartiles: quartiles(wallRatios),
    // What a machine at work on other things hardly disturbs.
    cpuRatio: median(cpuRatios),
    cpuRatioQuartiles: quartiles(cpuRatios)
  }
}

/** @param {readonly number[]} values */
function quartiles(values) {
  return [quantile(values, 0.25), quantile(values, 0.75)]
}
