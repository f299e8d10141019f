/** What an end-to-end test has measured in the real application: it attaches the figures to Playwright's report. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main as runEndToEnd } from '../commands/e2e.mjs'
import { repositoryRoot } from '../setup/paths.mjs'

const REPORT = join(repositoryRoot, 'test-results', 'e2e.json')

/**
 * Runs the tests of a file.
 * @param {string} spec
 * @param {string} attachment the name under which each test attaches its figures, as JSON
 * @returns {Promise<{ title: string, figures: any }[]>} one a test
 */
export async function measureEndToEnd(spec, attachment) {
  const code = await runEndToEnd([spec])
  if (code !== 0) throw new Error(`${spec} failed: see above.`)
  const report = JSON.parse(readFileSync(REPORT, 'utf8'))
  return report.suites
    .flatMap((/** @type {any} */ suite) => suite.specs)
    .map((/** @type {any} */ { title, tests: [test] }) => {
      const { attachments } = test.results.at(-1)
      const { body } = attachments.find((/** @type {any} */ one) => one.name === attachment)
      return { title, figures: JSON.parse(Buffer.from(body, 'base64').toString('utf8')) }
    })
}
