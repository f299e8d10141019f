/** A long run's memory: tensors and resident bytes early and late in 20,000 steps with all that a run does beside its steps. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { bundle } from './bundle.mjs'
import { getBuiltTrainer } from './built-trainer.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'

const STEPS = 20_000
/** TensorFlow's and V8's own pools have grown to what they need. */
const WARM_UP_STEPS = 2000
const SAMPLE_EVERY_STEPS = 1000
const CHECKPOINT_EVERY_SECONDS = 2
const MEGABYTE = 1e6

/** What the project promises. */
const MOST_GROWTH_MB = 50

/** @typedef {{ residentBytes: number, tensors: number }} Sample */

/** @returns {Promise<object>} the results, as JSON */
export async function benchMemory() {
  const bench = createRequire(import.meta.url)(await bundle('trainer-process.ts'))
  const trainer = await bench.startTrainer(await getBuiltTrainer())
  const requests = bench.createRequests()
  const request = requests.create({
    maxSteps: STEPS,
    checkpointEverySeconds: CHECKPOINT_EVERY_SECONDS,
    training: {
      batchSize: 32,
      epochs: 1000,
      metrics: ['accuracy', 'f1'],
      callbacks: [
        { kind: 'early-stopping', patience: 1000, restoreBestWeights: true },
        { kind: 'reduce-lr-on-plateau', patience: 5 }
      ]
    }
  })
  try {
    const startedAt = performance.now()
    const run = await bench.startRun(trainer, request)
    /** @type {Sample[]} */
    const samples = []
    for (let step = WARM_UP_STEPS; step < STEPS; step += SAMPLE_EVERY_STEPS) {
      await run.waitForStep(step)
      samples.push(await trainer.client.call.getMemoryUsage(undefined))
    }
    const { state, stepsDone } = await run.ended
    if (state !== 'finished') throw new Error(`The run ended as ${state} after ${stepsDone} steps.`)
    return summarize(samples, { seconds: (performance.now() - startedAt) / 1000 })
  } finally {
    await trainer.end()
    requests.remove()
  }
}

/**
 * The growth is counted from the lowest reading, so that what a collection gave back early hides no leak; its end is
 * the median of the last quarter, because a single reading may come just before a collection.
 * @param {readonly Sample[]} samples
 * @param {{ seconds: number }} run
 */
function summarize(samples, { seconds }) {
  const residentMb = samples.map(({ residentBytes }) => residentBytes / MEGABYTE)
  const leastMb = Math.min(...residentMb)
  const lateMb = median(residentMb.slice(-Math.ceil(samples.length / 4)))
  const tensors = samples.map((sample) => sample.tensors)
  return {
    machine: describeProcessor(),
    cores: cpus().length,
    results: [
      {
        steps: STEPS,
        seconds,
        firstMb: residentMb[0],
        leastMb,
        lateMb,
        growthMb: lateMb - leastMb,
        targetMb: MOST_GROWTH_MB,
        fewestTensors: Math.min(...tensors),
        mostTensors: Math.max(...tensors)
      }
    ]
  }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ results }) {
  const [{ steps, seconds, leastMb, lateMb, growthMb, targetMb, fewestTensors, mostTensors }] =
    results
  const tensors =
    fewestTensors === mostTensors
      ? `${mostTensors} at every reading`
      : `between ${fewestTensors} and ${mostTensors}`
  return [
    '### Memory over a long run',
    '',
    `${steps.toLocaleString('en')} steps of a small network in ${seconds.toFixed(0)} s, with validation after each epoch, checkpoints every ${CHECKPOINT_EVERY_SECONDS} s and sample predictions every 25 steps: ${leastMb.toFixed(0)} MB at the least after the warm-up, ${lateMb.toFixed(0)} MB in the last quarter, a growth of ${growthMb.toFixed(0)} MB (promised: less than ${targetMb}). Tensors alive between two steps: ${tensors}.`
  ]
}
