/** `npm run bench`: measures, prints a table, and writes the figures to docs/benchmarks.json. `-- NAME` runs one. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../setup/paths.mjs'
import { benchAugmentation } from './augmentation.mjs'
import { benchKerasStep } from './keras-step.mjs'

/** To add a benchmark: its file, and its line here. */
const benchmarks = { 'keras-step': benchKerasStep, augmentation: benchAugmentation }

const [only] = process.argv.slice(2)
const chosen = Object.entries(benchmarks).filter(([name]) => !only || name === only)
if (chosen.length === 0) {
  console.error(`There is no benchmark '${only}'. Known: ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(2)
}

const file = join(repositoryRoot, 'docs', 'benchmarks.json')
const figures = readFigures()
for (const [name, run] of chosen) {
  const result = await run()
  figures[name] = { measuredAt: new Date().toISOString(), ...result }
  console.table(/** @type {any} */ (result).results.map(toRow))
}
writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
console.log(`Written to ${file}`)

/** @returns {Record<string, object>} */
function readFigures() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/** @param {Record<string, any>} row */
function toRow(row) {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([key]) => key !== 'versions')
      .map(([key, value]) => [key, format(value)])
  )
}

/** @param {unknown} value @returns {unknown} */
function format(value) {
  if (typeof value === 'number') return Number(value.toPrecision(3))
  return Array.isArray(value) ? value.map(format).join(' .. ') : value
}
