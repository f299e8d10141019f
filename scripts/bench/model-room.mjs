/** How long an edit of a large model takes to be seen, and where that time goes: the end-to-end test's figures. */

import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { main as runEndToEnd } from '../commands/e2e.mjs'
import { repositoryRoot } from '../setup/paths.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'

const SPEC = 'e2e/large-model.spec.ts'
const REPORT = join(repositoryRoot, 'test-results', 'e2e.json')

/** A frame at 60 a second. */
const TARGET_MS = 1000 / 60

/** @typedef {{ modelMs: number, elementsMs: number, frameMs: number }} Edit */

/** @returns {Promise<object>} the results, as JSON */
export async function benchModelRoom() {
  const code = await runEndToEnd([SPEC])
  if (code !== 0) throw new Error(`${SPEC} failed: see above.`)
  const { layers, edits } = readEdits()
  const medianOf = (/** @type {(edit: Edit) => number} */ pick) => median(edits.map(pick))
  const result = {
    layers,
    edits: edits.length,
    modelMs: medianOf((edit) => edit.modelMs),
    elementsMs: medianOf((edit) => edit.elementsMs),
    paintMs: medianOf((edit) => edit.frameMs - edit.modelMs - edit.elementsMs),
    frameMs: medianOf((edit) => edit.frameMs),
    targetMs: TARGET_MS
  }
  return { machine: describeProcessor(), cores: cpus().length, results: [result] }
}

/** @returns {{ layers: number, edits: Edit[] }} what the test has attached to Playwright's report */
function readEdits() {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'))
  const { attachments } = report.suites[0].specs[0].tests[0].results.at(-1)
  const { body } = attachments.find((/** @type {any} */ one) => one.name === 'edits')
  return JSON.parse(Buffer.from(body, 'base64').toString('utf8'))
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ cores, results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.layers} | ${[one.modelMs, one.elementsMs, one.paintMs, one.frameMs].map((ms) => ms.toFixed(1)).join(' | ')} |`
  return [
    '### Editing a large model',
    '',
    `Milliseconds from a changed value to the end of the frame that shows it, in the real application on ${cores} cores without a graphics card, with feature maps in the blocks; medians. A frame at 60 a second is ${TARGET_MS.toFixed(1)}.`,
    '',
    '- Model: the new model is written, read, analysed and kept.',
    '- Elements: the blocks in sight, the inspector, the totals.',
    '- Paint: layout and drawing by software, up to the next frame.',
    '',
    '| Layers | Model | Elements | Paint | All |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}
