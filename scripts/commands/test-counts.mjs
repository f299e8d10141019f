/** Adds up what vitest and Playwright counted, from their JSON reports. */

import { readJson } from '../setup/files.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * The sum over the reports that are there; undefined when no test has run.
 * @param {{ unitReport: string, endToEndReport: string }} reports
 * @returns {Counts | undefined}
 */
export function readCounts({ unitReport, endToEndReport }) {
  const counted = [countUnit(readJson(unitReport)), countEndToEnd(readJson(endToEndReport))]
  const present = counted.filter((counts) => counts !== undefined)
  if (present.length === 0) return undefined
  return present.reduce((sum, counts) => ({
    passed: sum.passed + counts.passed,
    failed: sum.failed + counts.failed,
    skipped: sum.skipped + counts.skipped
  }))
}

/** @param {Counts} counts */
export function describeCounts({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}

/**
 * @param {any} report vitest's; a file that fails before its first test counts as one failure
 * @returns {Counts | undefined}
 */
function countUnit(report) {
  if (!report) return undefined
  const brokenFiles = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests
  }
}

/**
 * @param {any} report Playwright's; a test that passed in a second try is flaky, and passed
 * @returns {Counts | undefined}
 */
function countEndToEnd(report) {
  if (!report?.stats) return undefined
  const { expected, flaky, unexpected, skipped } = report.stats
  return { passed: expected + flaky, failed: unexpected, skipped }
}
