/** How long a typed character takes to be seen while the trainer is at work: the end-to-end test's figures against the target. */

import { cpus } from 'node:os'
import { measureEndToEnd } from './end-to-end-figures.mjs'
import { describeProcessor } from './machine.mjs'
import { median } from './statistics.mjs'

const SPEC = 'e2e/responsiveness.spec.ts'

/** What the project promises: 95 of 100 characters are painted sooner. */
const MOST_P95_MS = 100

/** @typedef {{ latenciesMs: number[], p95Ms: number, stepsPerSecond: number, busyShare: number }} Typing */

/** @returns {Promise<object>} the results, as JSON */
export async function benchResponsiveness() {
  const tests = await measureEndToEnd(SPEC, 'typing')
  const typings = tests.map(({ title, figures }) => ({
    title,
    /** @type {Typing} */
    typing: figures
  }))
  const results = typings.map(({ title, typing }) => ({
    title,
    characters: typing.latenciesMs.length,
    medianMs: median(typing.latenciesMs),
    p95Ms: typing.p95Ms,
    slowestMs: Math.max(...typing.latenciesMs),
    targetMs: MOST_P95_MS,
    stepsPerSecond: typing.stepsPerSecond,
    busyShare: typing.busyShare
  }))
  return { machine: describeProcessor(), cores: cpus().length, results }
}

/**
 * @param {any} result of this benchmark
 * @returns {string[]} lines of Markdown
 */
export function describe({ cores, results }) {
  const row = (/** @type {any} */ one) =>
    `| ${one.title} | ${one.medianMs.toFixed(0)} | ${one.p95Ms.toFixed(0)} | ${one.slowestMs.toFixed(0)} | ${one.stepsPerSecond.toFixed(1)} | ${(100 * one.busyShare).toFixed(0)} % |`
  return [
    '### The window while the trainer is at work',
    '',
    `Milliseconds from a key to the painted frame that shows its character, in the real application on ${cores} cores; 95 of 100 should take less than ${MOST_P95_MS}. Measured in the page, by the end-to-end test that also guards it.`,
    '',
    '| Test | Median | p95 | Slowest | Steps/s | Processor |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...results.map(row)
  ]
}
