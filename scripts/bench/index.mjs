/**
 * `npm run bench`: measures, prints a table, and writes the figures to docs/benchmarks.json and docs/benchmarks.md.
 * `-- NAME` runs one benchmark, `-- NAME PART` a part of it (keras-step: one model).
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../setup/paths.mjs'
import { benchAugmentation } from './augmentation.mjs'
import { benchCifar10Memory, describe as describeCifar10Memory } from './cifar10-memory.mjs'
import { benchCompare, describe as describeCompare } from './compare.mjs'
import { benchKerasStep } from './keras-step.mjs'
import { benchMemory, describe as describeMemory } from './memory.mjs'
import { benchModelRoom, describe as describeModelRoom } from './model-room.mjs'
import { formatValue, writeFormatted, writeReport } from './report.mjs'
import { benchResponsiveness, describe as describeResponsiveness } from './responsiveness.mjs'
import { benchRunsTable, describe as describeRunsTable } from './runs-table.mjs'
import { benchStreaming, describe as describeStreaming } from './streaming.mjs'

/**
 * To add a benchmark: its file, and its line here; without `describe`, its part of the page is a table of its results.
 * @type {Record<string, { run: (wanted: any) => Promise<any>, describe?: (figures: any) => string[] }>}
 */
const benchmarks = {
  'keras-step': { run: benchKerasStep },
  augmentation: { run: benchAugmentation },
  memory: { run: benchMemory, describe: describeMemory },
  'cifar10-memory': { run: benchCifar10Memory, describe: describeCifar10Memory },
  streaming: { run: benchStreaming, describe: describeStreaming },
  responsiveness: { run: benchResponsiveness, describe: describeResponsiveness },
  'model-room': { run: benchModelRoom, describe: describeModelRoom },
  compare: { run: benchCompare, describe: describeCompare },
  'runs-table': { run: benchRunsTable, describe: describeRunsTable }
}

const [only, part] = process.argv.slice(2)
const chosen = Object.entries(benchmarks).filter(([name]) => !only || name === only)
if (chosen.length === 0) {
  console.error(`There is no benchmark '${only}'. Known: ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(2)
}

const file = join(repositoryRoot, 'docs', 'benchmarks.json')
const page = join(repositoryRoot, 'docs', 'benchmarks.md')
const figures = readFigures()
for (const [name, { run }] of chosen) {
  const result = await run({ only: part, previous: figures[name] })
  if (!result) continue
  figures[name] = { measuredAt: new Date().toISOString(), ...result }
  console.table(result.results.map(toRow))
  // After each: what took a quarter of an hour is not lost when the next one fails.
  await writeFormatted(file, JSON.stringify(figures))
  await writeReport(page, figures, (one, its) => benchmarks[one]?.describe?.(its))
}
console.log(`Written to ${file} and ${page}`)

/** @returns {Record<string, any>} */
function readFigures() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/** @param {Record<string, any>} row */
function toRow(row) {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, formatValue(value)]))
}
