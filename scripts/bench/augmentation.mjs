/** What shift and flip cost: a training step with the lecture's augmentation over one without, ours and Keras'. */

import { cpus } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { repositoryRoot } from '../setup/paths.mjs'
import { startWorker } from './burst-worker.mjs'
import { getKerasPython } from './keras-venv.mjs'
import { median, quantile } from './statistics.mjs'

const EXPERIMENT = 'cifar-cnn-4-augmentation'
const PAIRS = 12
const STEPS_PER_BURST = 8

/** @typedef {{ command: string, args: readonly string[], env: NodeJS.ProcessEnv }} Command */

/** @returns {Promise<object>} the results, as JSON */
export async function benchAugmentation() {
  const file = join(repositoryRoot, 'resources', 'experiments', `${EXPERIMENT}.json`)
  const script = join(repositoryRoot, 'scripts', 'bench', 'keras_augmentation_worker.py')
  const environment = { ...process.env, TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '3' }
  const ours = { command: process.execPath, args: [await buildWorker(), file], env: environment }
  const keras = { command: await getKerasPython(), args: [script, file], env: environment }
  const results = [
    await compare('Receptive', ours),
    await compare("Keras' ImageDataGenerator", keras)
  ]
  return { machine: cpus()[0]?.model.trim(), cores: cpus().length, results }
}

/**
 * @param {string} who
 * @param {Command} command
 */
async function compare(who, { command, args, env }) {
  const plain = await startWorker(command, [...args, 'plain'], env)
  const augmented = await startWorker(command, [...args, 'augmented'], env)
  try {
    await plain.burst(STEPS_PER_BURST)
    await augmented.burst(STEPS_PER_BURST)
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      // Who goes first alternates, so that a drift of the machine favours nobody.
      const isPlainFirst = pair % 2 === 0
      const first = await (isPlainFirst ? plain : augmented).burst(STEPS_PER_BURST)
      const second = await (isPlainFirst ? augmented : plain).burst(STEPS_PER_BURST)
      const [without, withIt] = isPlainFirst ? [first, second] : [second, first]
      pairs.push({ plain: without, augmented: withIt })
    }
    return summarize(who, pairs, plain.versions)
  } finally {
    plain.stop()
    augmented.stop()
  }
}

/**
 * @param {string} who
 * @param {{ plain: import('./burst-worker.mjs').Burst, augmented: import('./burst-worker.mjs').Burst }[]} pairs
 * @param {Record<string, string>} versions
 */
function summarize(who, pairs, versions) {
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
    cpuRatioQuartiles: quartiles(cpuRatios),
    versions
  }
}

/** @param {readonly number[]} values */
function quartiles(values) {
  return [quantile(values, 0.25), quantile(values, 0.75)]
}

/** Bundles our worker beside the build, where node_modules is found. */
async function buildWorker() {
  const outfile = join(repositoryRoot, 'out', 'bench', 'augmentation-worker.cjs')
  await build({
    entryPoints: [join(repositoryRoot, 'scripts', 'bench', 'augmentation-worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('url').pathToFileURL(__filename).href" },
    alias: { '@shared': join(repositoryRoot, 'src', 'shared') },
    logLevel: 'warning'
  })
  return outfile
}
