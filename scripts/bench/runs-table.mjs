/** How long the table of 1,000 runs takes to be seen, and to answer a letter of its filter: the end-to-end test's figures. */

import { cpus } from 'node:os'
import { measureEndToEnd } from './end-to-end-figures.mjs'
import { describeProcessor } from './machine.mjs'

const SPEC = 'e2e/runs-speed.spec.ts'

/** @returns {Promise<object>} the results, as JSON */
export async function benchRunsTable() {
  const tests = await measureEndToEnd(SPEC, 'runs-table')
  const results = tests.flatMap(({ figures }) => [
    {
      moment: 'The table opens for the first time',
      medianMs: figures.firstPaintedMs,
      busyMs: figures.firstBusyMs,
      targetMs: figures.openTargetMs
    },
    toResult('The table opens again', figures, 'painted', figures.openTargetMs),
    toResult('A letter of the filter', figures, 'letter', figures.letterTargetMs),
    toResult('A letter that changes the rows', figures, 'change', figures.letterTargetMs)
  ])
  return {
    machine: describeProcessor(),
    cores: cpus().length,
    runs: tests[0]?.figures.runs,
    results
  }
}

/**
 * @param {string} moment
 * @param {any} figures
 * @param {string} name
 * @param {number} targetMs
 */
function toResult(moment, figures, name, targetMs) {
  return {
    moment,
    medianMs: figures[`${name}MedianMs`],
    worstMs: figures[`${name}WorstMs`],
    busyMs: figures[`${name}BusyMs`],
    worstBusyMs: figures[`${name}WorstBusyMs`],
    targetMs
  }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ cores, runs, results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.moment} | ${[one.medianMs, one.worstMs, one.busyMs, one.worstBusyMs, one.targetMs].map(toWhole).join(' | ')} |`
  return [
    `### The table of ${Number(runs).toLocaleString('en')} runs`,
    '',
    `Milliseconds from the click that opens the room to the frame in which every line in sight has its metrics, and from a key in the filter to the frame that answers it; in the real application on ${cores} cores without a graphics card. Busy is the processor time of the page.`,
    '',
    '| What | Median | Worst | Busy, median | Busy, worst | Target |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}

/** @param {number | undefined} milliseconds */
function toWhole(milliseconds) {
  return milliseconds === undefined ? '–' : milliseconds.toFixed(0)
}
