/** A long run's memory: tensors and resident bytes early and late in 20,000 steps with all that a run does beside its steps. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { bundle } from './bundle.mjs'
import { getBuiltTrainer } from './built-trainer.mjs'
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
 * The first and the last quarter are each summed up by their median: a single reading may fall upon a collection.
 * @param {readonly Sample[]} samples
 * @param {{ seconds: number }} run
 */
function summarize(samples, { seconds }) {
  const quarter = Math.ceil(samples.length / 4)
  const early = samples.slice(0, quarter)
  const late = samples.slice(-quarter)
  const residentMb = (/** @type {readonly Sample[]} */ some) =>
    median(some.map(({ residentBytes }) => residentBytes / MEGABYTE))
  const tensors = samples.map((sample) => sample.tensors)
  return {
    machine: cpus()[0]?.model.trim(),
    cores: cpus().length,
    results: [
      {
        steps: STEPS,
        seconds,
        earlyMb: residentMb(early),
        lateMb: residentMb(late),
        growthMb: residentMb(late) - residentMb(early),
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
  const [{ steps, seconds, earlyMb, lateMb, growthMb, targetMb, fewestTensors, mostTensors }] =
    results
  const tensors =
    fewestTensors === mostTensors
      ? `${mostTensors} at every reading`
      : `between ${fewestTensors} and ${mostTensors}`
  return [
    '### Memory over a long run',
    '',
    `${steps.toLocaleString('en')} steps of a small network in ${seconds.toFixed(0)} s, with validation after each epoch, checkpoints every ${CHECKPOINT_EVERY_SECONDS} s and sample predictions every 25 steps: ${earlyMb.toFixed(0)} MB in the first quarter, ${lateMb.toFixed(0)} MB in the last, a growth of ${growthMb.toFixed(0)} MB (promised: less than ${targetMb}). Tensors alive between two steps: ${tensors}.`
  ]
}
