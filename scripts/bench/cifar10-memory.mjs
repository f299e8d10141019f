/** What CIFAR-10 costs in memory: the idle trainer, the peak while the set is read, with it at the first step, and later. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { bundle } from './bundle.mjs'
import { getBuiltTrainer } from './built-trainer.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'

const FOLDER_VARIABLE = 'RECEPTIVE_CIFAR10'
const MEGABYTE = 1e6
/** By then V8's and TensorFlow's pools have grown to what the training needs. */
const WARM_UP_STEPS = 200
const SAMPLES = 10
const STEPS_BETWEEN = 20

/** What the project promises. */
const MOST_COST_MB = 250

/** @returns {Promise<object | null>} the results, as JSON; null where the files are not there */
export async function benchCifar10Memory() {
  const folder = process.env[FOLDER_VARIABLE]
  if (!folder) {
    console.error(`CIFAR-10 is not measured: ${FOLDER_VARIABLE} does not name its folder.`)
    return null
  }
  const bench = createRequire(import.meta.url)(await bundle('trainer-process.ts'))
  const modulePath = await getBuiltTrainer()
  const sets = [
    { dataset: { id: 'mnist', folder: null } },
    { dataset: { id: 'cifar10', folder }, imageShape: [32, 32, 3] }
  ]
  const results = []
  for (const set of sets) results.push(await measure(bench, modulePath, set))
  return { machine: describeProcessor(), cores: cpus().length, results }
}

/**
 * @param {any} bench
 * @param {string} modulePath
 * @param {{ dataset: { id: string, folder: string | null } }} set
 */
async function measure(bench, modulePath, set) {
  const trainer = await bench.startTrainer(modulePath)
  const requests = bench.createRequests()
  const read = () => trainer.client.call.getMemoryUsage(undefined)
  try {
    const idle = await read()
    const run = await bench.startRun(
      trainer,
      requests.create({ ...set, training: { epochs: 100 } })
    )
    await run.waitForStep(1)
    const loaded = await read()
    const samples = []
    for (let index = 0; index < SAMPLES; index++) {
      await run.waitForStep(WARM_UP_STEPS + index * STEPS_BETWEEN)
      samples.push(await read())
    }
    const megabytes = (/** @type {number} */ bytes) => bytes / MEGABYTE
    const idleMb = megabytes(idle.residentBytes)
    const loadedMb = megabytes(loaded.residentBytes)
    const trainingMb = median(samples.map(({ residentBytes }) => megabytes(residentBytes)))
    return {
      dataset: set.dataset.id,
      idleMb,
      peakMb: megabytes(loaded.peakResidentBytes),
      loadedMb,
      costMb: loadedMb - idleMb,
      targetMb: MOST_COST_MB,
      trainingMb
    }
  } finally {
    await trainer.end()
    requests.remove()
  }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.dataset} | ${one.idleMb.toFixed(0)} | ${one.peakMb.toFixed(0)} | ${one.loadedMb.toFixed(0)} | ${one.costMb.toFixed(0)} | ${one.trainingMb.toFixed(0)} |`
  return [
    '### What a data set costs',
    '',
    `Resident megabytes of the trainer: idle with TensorFlow loaded, at most while the set is read, at the first step, and after ${WARM_UP_STEPS} steps of a small network. The set should cost less than ${MOST_COST_MB} MB; CIFAR-10 itself is 184 MB of pixels.`,
    '',
    '| Data set | Idle | Peak | Loaded | Cost | Training |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}
