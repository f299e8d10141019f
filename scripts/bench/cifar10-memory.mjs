/** What CIFAR-10 costs in memory: the idle trainer, the peak while the set is read, and a run with it. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { bundle } from './bundle.mjs'
import { getBuiltTrainer } from './built-trainer.mjs'
import { median } from './statistics.mjs'

const FOLDER_VARIABLE = 'RECEPTIVE_CIFAR10'
const MEGABYTE = 1e6
/** By then all that the loading left behind has been collected, or never is. */
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
  return { machine: cpus()[0]?.model.trim(), cores: cpus().length, results }
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
    const run = await bench.startRun(trainer, requests.create({ ...set, training: { epochs: 100 } }))
    await run.waitForStep(1)
    const loaded = await read()
    const samples = []
    for (let index = 0; index < SAMPLES; index++) {
      await run.waitForStep(WARM_UP_STEPS + index * STEPS_BETWEEN)
      samples.push(await read())
      if (process.env.BENCH_VERBOSE) console.log(JSON.stringify(samples.at(-1)))
    }
    const trainingMb = median(samples.map(({ residentBytes }) => residentBytes / MEGABYTE))
    const idleMb = idle.residentBytes / MEGABYTE
    return {
      dataset: set.dataset.id,
      idleMb,
      peakMb: loaded.peakResidentBytes / MEGABYTE,
      firstStepMb: loaded.residentBytes / MEGABYTE,
      trainingMb,
      costMb: trainingMb - idleMb,
      targetMb: MOST_COST_MB
    }
  } finally {
    await trainer.end()
    requests.remove()
  }
}
