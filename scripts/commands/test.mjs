/** Everything that must hold before a change lands, in the order of what fails soonest. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { getKerasPython } from '../keras/keras-venv.mjs'
import { ensureBuilt } from '../setup/build.mjs'
import { runInForeground } from '../setup/foreground.mjs'
import { derivePaths, getCacheDir, repositoryRoot } from '../setup/paths.mjs'
import { createProgress } from '../setup/progress.mjs'
import { setUp } from '../setup/set-up.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { describeCounts, readCounts } from './test-counts.mjs'
import { main as runEndToEndTests } from './e2e.mjs'
import { main as checkTypes } from './typecheck.mjs'

const paths = derivePaths(repositoryRoot, getCacheDir())
const unitReport = join(paths.nodeModules, '.receptive', 'unit-tests.json')
const endToEndReport = join(paths.nodeModules, '.receptive', 'end-to-end-tests.json')
const progress = createProgress()

const stages = [
  { name: 'Set-up', run: () => setUp({ progress, paths }).then(() => 0) },
  { name: 'Lint', run: () => runTool('eslint', ['.', '--max-warnings', '0']) },
  { name: 'Format', run: () => runTool('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'Types', run: checkTypes },
  { name: 'Unit tests', run: runUnitTests },
  { name: 'Keras', run: runKerasTests },
  { name: 'Build', run: () => ensureBuilt({ paths, progress }).then(() => 0) },
  { name: 'End-to-end tests', run: runEndToEnd }
]

/** Resolves with the exit code of the first stage that fails, or 0. */
export async function main() {
  for (const report of [unitReport, endToEndReport]) rmSync(report, { force: true })
  const code = await runStages()
  const counts = readCounts({ unitReport, endToEndReport })
  if (counts) progress.say(describeCounts(counts))
  return code
}

async function runStages() {
  for (const { name, run } of stages) {
    progress.say(`\n== ${name}`)
    const startedAt = Date.now()
    const code = await run().catch((/** @type {unknown} */ error) => {
      progress.say(describeError(error))
      return 1
    })
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    progress.say(
      `== ${name}: ${code === 0 ? 'passed' : `failed with code ${code}`} in ${seconds} s`
    )
    if (code !== 0) return code
  }
  return 0
}

function runUnitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  return runTool('vitest', ['run', ...reporters])
}

/** What is written for Keras is run by Keras. */
async function runKerasTests() {
  process.env.RECEPTIVE_KERAS_PYTHON = await getKerasPython()
  try {
    return await runTool('vitest', ['run', '--project', 'keras'])
  } finally {
    delete process.env.RECEPTIVE_KERAS_PYTHON
  }
}

function runEndToEnd() {
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = endToEndReport
  return runEndToEndTests(['--reporter=list,json'])
}

/**
 * @param {string} name of the program in node_modules/.bin
 * @param {readonly string[]} args
 */
function runTool(name, args) {
  const tool = join(paths.nodeModules, '.bin', name)
  return runInForeground(process.execPath, [tool, ...args], { cwd: paths.root })
}
