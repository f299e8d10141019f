/** What a window that reads everything costs the training loop: alternating bursts with and without one, in one run. */

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { openVirtualDisplay } from '../setup/display.mjs'
import { setUp } from '../setup/set-up.mjs'
import { getBuiltTrainer } from './built-trainer.mjs'
import { bundle } from './bundle.mjs'
import { describeProcessor } from './machine.mjs'
import { median, medianInterval, quantile } from './statistics.mjs'

/** Electron shows a dialog for a script that fails to load, and waits. */
const LIMIT_MS = 600_000

/** What the project promises. */
const MOST_COST_PERCENT = 1

/** @typedef {{ msPerStep: number, cpuMsPerStep: number | null, steps: number, batches: number }} Burst */
/** @typedef {{ on: Burst, off: Burst }} Pair */

/** @returns {Promise<object>} the results, as JSON */
export async function benchStreaming() {
  const { electron } = await setUp()
  if (!electron) throw new Error('The set-up for a window ends with an Electron.')
  const trainer = await getBuiltTrainer()
  const script = await bundle('streaming-page.ts', { isPage: true })
  const page = join(dirname(script), 'streaming-page.html')
  writeFileSync(page, `<script src="./streaming-page.cjs"></script>`)
  const main = await bundle('streaming-main.ts')
  const display = process.env.DISPLAY ? undefined : await openVirtualDisplay()
  try {
    const pairs = await runElectron(electron.executablePath, main, {
      ...process.env,
      ...(display ? { DISPLAY: display.display } : {}),
      BENCH_TRAINER: trainer,
      BENCH_PAGE: page
    })
    return summarize(pairs, electron.version)
  } finally {
    display?.close()
  }
}

/**
 * @param {string} executable
 * @param {string} main
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Pair[]>}
 */
function runElectron(executable, main, env) {
  delete env.ELECTRON_RUN_AS_NODE
  // Chromium's sandbox needs an ordinary user; CI machines often run as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', main] : [main]
  const child = spawn(executable, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (text) => void (output += String(text)))
  child.stderr.on('data', (text) => void (errors = (errors + String(text)).slice(-4000)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code !== 0) reject(new Error(`Electron ended with ${code ?? signal}: ${errors.trim()}`))
      else
        resolve(
          output
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        )
    })
  })
}

/**
 * The costs are in percent of a step. The loop's processor time hardly changes with what else the machine does; the
 * wall time does.
 * @param {readonly Pair[]} pairs
 * @param {string} electronVersion
 */
function summarize(pairs, electronVersion) {
  const wall = pairs.map(({ on, off }) => toPercent(on.msPerStep / off.msPerStep))
  const cpu = pairs
    .map(({ on, off }) => toPercent((on.cpuMsPerStep ?? NaN) / (off.cpuMsPerStep ?? NaN)))
    .filter(Number.isFinite)
  return {
    machine: describeProcessor(),
    cores: cpus().length,
    results: [
      {
        pairs: pairs.length,
        stepsPerSecond: 1000 / median(pairs.map(({ off }) => off.msPerStep)),
        batchesABurst: median(pairs.map(({ on }) => on.batches)),
        ...describeCost('wall', wall),
        ...describeCost('loopCpu', cpu),
        targetPercent: MOST_COST_PERCENT,
        versions: { electron: electronVersion }
      }
    ]
  }
}

const toPercent = (/** @type {number} */ ratio) => 100 * (ratio - 1)

/**
 * @param {string} name
 * @param {readonly number[]} percents
 */
function describeCost(name, percents) {
  return {
    [`${name}CostPercent`]: median(percents),
    [`${name}CostQuartiles`]: [quantile(percents, 0.25), quantile(percents, 0.75)],
    [`${name}CostInterval`]: medianInterval(percents)
  }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ results: [one] }) {
  const percent = (/** @type {number} */ value) => `${value.toFixed(1)} %`
  const row = (/** @type {string} */ title, /** @type {string} */ name) => {
    const [low, high] = one[`${name}CostQuartiles`]
    const [least, most] = one[`${name}CostInterval`]
    return `| ${title} | ${percent(one[`${name}CostPercent`])} | ${percent(low)} .. ${percent(high)} | ${percent(least)} .. ${percent(most)} |`
  }
  return [
    '### What a window costs the training loop',
    '',
    `The trainer in Electron at its fastest, ${one.stepsPerSecond.toFixed(0)} steps/s of a tiny network: ${one.pairs} pairs of bursts with and without a window that reads, parses and acknowledges everything. It should cost less than ${one.targetPercent} % of a step.`,
    '',
    '| Time of | Median cost | Quartiles | 95 % of the median |',
    '| --- | ---: | ---: | ---: |',
    row('the wall clock', 'wall'),
    ...(Number.isFinite(one.loopCpuCostPercent) ? [row("the loop's processor", 'loopCpu')] : [])
  ]
}
