/** How long the comparison of many runs takes to be seen, and how smoothly its cursor moves: the end-to-end test's figures. */

import { cpus } from 'node:os'
import { measureEndToEnd } from './end-to-end-figures.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'
import { measureTensorBoard } from './tensorboard/measure-tensorboard.mjs'

const SPEC = 'e2e/compare-speed.spec.ts'

/** A frame in which nobody notices a wait. */
const MOST_FRAME_P95_MS = 33

/** The same numbers of runs, points and metrics in TensorBoard, by the title of our test. */
const TENSORBOARD_SIZES = {
  '50 runs of 20,000 points, 1 chart': { runs: 50, points: 20_000, metrics: 1 },
  '100 runs of 2,000 points, 5 charts': { runs: 100, points: 2000, metrics: 5 }
}
const TENSORBOARD_TIMES = 5

/** @returns {Promise<object>} the results, as JSON */
export async function benchCompare() {
  const tests = await measureEndToEnd(SPEC, 'comparison')
  const ours = tests.map(({ title, figures }) => ({ program: 'Receptive', title, ...figures }))
  const theirs = []
  for (const [title, size] of Object.entries(TENSORBOARD_SIZES)) {
    const times = await measureTensorBoard(size, TENSORBOARD_TIMES)
    theirs.push({
      program: 'TensorBoard',
      title,
      paintedMs: median(times.map(({ fromClickMs }) => fromClickMs)),
      fromStartMs: median(times.map(({ fromStartMs }) => fromStartMs))
    })
  }
  return { machine: describeProcessor(), cores: cpus().length, results: [...ours, ...theirs] }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ cores, results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.title} | ${one.program} | ${[one.paintedMs, one.targetMs, one.fromStartMs, one.frameMedianMs, one.frameP95Ms].map(toWhole).join(' | ')} |`
  return [
    '### Curves of many runs',
    '',
    `Milliseconds from the click that opens the curves to the frame that shows all of them, and between two frames while the cursor moves over them (p95 should be less than ${MOST_FRAME_P95_MS}); in the real application on ${cores} cores without a graphics card. Curves of the runs that were compared last are read ahead while nothing else is to be done; those of runs chosen just then are not. TensorBoard 2.21 with its fast loader: as many runs and points in event files, everything read by its server before; its page in the same Electron, from the click on Time series, and from the start of the page. It shows 1,000 sampled points a curve, we keep the extremes of all.`,
    '',
    '| Curves | Program | Click to painted | Target | Page start to painted | Frame, median | Frame, p95 |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}

/** @param {number | undefined} milliseconds */
function toWhole(milliseconds) {
  return milliseconds === undefined ? '–' : milliseconds.toFixed(0)
}
