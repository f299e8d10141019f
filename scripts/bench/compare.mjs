/** How long the comparison of many runs takes to be seen, and how smoothly its cursor moves: the end-to-end test's figures. */

import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { main as runEndToEnd } from '../commands/e2e.mjs'
import { repositoryRoot } from '../setup/paths.mjs'
import { describeProcessor } from './machine.mjs'

const SPEC = 'e2e/compare-speed.spec.ts'
const REPORT = join(repositoryRoot, 'test-results', 'e2e.json')

/** A frame in which nobody notices a wait. */
const MOST_FRAME_P95_MS = 33

/** @typedef {{ paintedMs: number, targetMs: number, frameMedianMs: number, frameP95Ms: number }} Comparison */

/**
 * To set another program beside it: measure it on the same workspace (`comparison-workspace.ts` writes it), and add its
 * rows to `results` with a `program` of its own.
 * @returns {Promise<object>} the results, as JSON
 */
export async function benchCompare() {
  const code = await runEndToEnd([SPEC])
  if (code !== 0) throw new Error(`${SPEC} failed: see above.`)
  const results = readTests().map(({ title, comparison }) => ({
    program: 'Receptive',
    title,
    ...comparison
  }))
  return { machine: describeProcessor(), cores: cpus().length, results }
}

/** @returns {{ title: string, comparison: Comparison }[]} what each test has attached to Playwright's report */
function readTests() {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'))
  return report.suites
    .flatMap((/** @type {any} */ suite) => suite.specs)
    .map((/** @type {any} */ { title, tests: [test] }) => {
      const { attachments } = test.results.at(-1)
      const { body } = attachments.find((/** @type {any} */ one) => one.name === 'comparison')
      return { title, comparison: JSON.parse(Buffer.from(body, 'base64').toString('utf8')) }
    })
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ cores, results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.title} | ${one.program} | ${toWhole(one.paintedMs)} | ${toWhole(one.targetMs)} | ${toWhole(one.frameMedianMs)} | ${toWhole(one.frameP95Ms)} |`
  return [
    '### Curves of many runs',
    '',
    `Milliseconds from the click that opens the curves to the frame that shows all of them, and between two frames while the cursor moves over them (p95 should be less than ${MOST_FRAME_P95_MS}); in the real application on ${cores} cores without a graphics card.`,
    '',
    '| Curves | Program | Open to painted | Target | Frame, median | Frame, p95 |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}

/** @param {number | undefined} milliseconds */
function toWhole(milliseconds) {
  return milliseconds === undefined ? '–' : milliseconds.toFixed(0)
}
