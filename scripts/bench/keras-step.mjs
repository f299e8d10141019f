/** One training step of the lecture's networks, against Keras on the same TensorFlow: alternating bursts, median ratio. */

import { cpus } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { repositoryRoot } from '../setup/paths.mjs'
import { startWorker } from './burst-worker.mjs'
import { getKerasPython } from './keras-venv.mjs'
import { median, quantile } from './statistics.mjs'

const EXPERIMENTS = ['cifar-cnn', 'cifar-cnn-3-batchnorm']
const PAIRS = 12
const STEPS_PER_BURST = 8
const WARM_UP_STEPS = 6

/** Each line: what Keras runs with. Ours always runs as the workbench does. */
const PEERS = [
  { name: 'Keras, its defaults', env: {} },
  { name: 'Keras, oneDNN on', env: { TF_ENABLE_ONEDNN_OPTS: '1' } },
  { name: 'Keras, oneDNN and XLA', env: { TF_ENABLE_ONEDNN_OPTS: '1', BENCH_JIT: '1' } }
]

/** @returns {Promise<object>} the results, as JSON */
export async function benchKerasStep() {
  const python = await getKerasPython()
  const worker = await buildOurWorker()
  const results = []
  for (const experiment of EXPERIMENTS) {
    for (const peer of PEERS) results.push(await compare(experiment, peer, { python, worker }))
  }
  return { machine: cpus()[0]?.model.trim(), cores: cpus().length, results }
}

/**
 * @param {string} experiment
 * @param {{ name: string, env: NodeJS.ProcessEnv }} peer
 * @param {{ python: string, worker: string }} commands
 */
async function compare(experiment, peer, { python, worker }) {
  const file = join(repositoryRoot, 'resources', 'experiments', `${experiment}.json`)
  const script = join(repositoryRoot, 'scripts', 'bench', 'keras_worker.py')
  const theirs = await startWorker(python, [script, file], { ...process.env, ...peer.env })
  const ours = await startWorker(process.execPath, [worker, file], {
    ...process.env,
    TF_ENABLE_ONEDNN_OPTS: '1',
    TF_CPP_MIN_LOG_LEVEL: '3'
  })
  try {
    await theirs.burst(WARM_UP_STEPS)
    await ours.burst(WARM_UP_STEPS)
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      // Who goes first alternates, so that a drift of the machine favours nobody.
      const isOursFirst = pair % 2 === 0
      const first = await (isOursFirst ? ours : theirs).burst(STEPS_PER_BURST)
      const second = await (isOursFirst ? theirs : ours).burst(STEPS_PER_BURST)
      pairs.push(isOursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first })
    }
    return summarize(experiment, peer.name, pairs, { ...theirs.versions, ...ours.versions })
  } finally {
    theirs.stop()
    ours.stop()
  }
}

/**
 * @param {string} experiment
 * @param {string} peer
 * @param {{ ours: import('./burst-worker.mjs').Burst, theirs: import('./burst-worker.mjs').Burst }[]} pairs
 * @param {Record<string, string>} versions
 */
function summarize(experiment, peer, pairs, versions) {
  const wallRatios = pairs.map(({ ours, theirs }) => median(ours.wallMs) / median(theirs.wallMs))
  const cpuRatios = pairs.map(({ ours, theirs }) => ours.cpuMs / theirs.cpuMs)
  return {
    experiment,
    peer,
    pairs: pairs.length,
    oursMs: median(pairs.flatMap(({ ours }) => ours.wallMs)),
    theirsMs: median(pairs.flatMap(({ theirs }) => theirs.wallMs)),
    oursCpuMs: median(pairs.map(({ ours }) => ours.cpuMs / STEPS_PER_BURST)),
    theirsCpuMs: median(pairs.map(({ theirs }) => theirs.cpuMs / STEPS_PER_BURST)),
    wallRatio: median(wallRatios),
    wallRatioQuartiles: [quantile(wallRatios, 0.25), quantile(wallRatios, 0.75)],
    cpuRatio: median(cpuRatios),
    versions
  }
}

/** Bundles our worker beside the build, where node_modules is found. */
async function buildOurWorker() {
  const outfile = join(repositoryRoot, 'out', 'bench', 'step-worker.cjs')
  await build({
    entryPoints: [join(repositoryRoot, 'scripts', 'bench', 'step-worker.ts')],
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
