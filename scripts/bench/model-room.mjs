/** How long an edit of a large model takes to be seen, and where that time goes: the end-to-end test's figures. */

import { cpus } from 'node:os'
import { measureEndToEnd } from './end-to-end-figures.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'

const SPEC = 'e2e/large-model.spec.ts'

/** A frame at 60 a second. */
const TARGET_MS = 1000 / 60

/** @typedef {{ modelMs: number, elementsMs: number, frameMs: number }} Edit */

/** @returns {Promise<object>} the results, as JSON */
export async function benchModelRoom() {
  const [test] = await measureEndToEnd(SPEC, 'edits')
  if (!test) throw new Error(`${SPEC} has no test.`)
  /** @type {{ layers: number, edits: Edit[] }} */
  const { layers, edits } = test.figures
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
