/** Puts the figures of the last runs into docs/benchmarks.md, between its marks; the prose around them stays. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

/** @typedef {Record<string, any> & { results: Record<string, any>[] }} Figures */

/**
 * @param {string} file the page; made when it is missing
 * @param {Record<string, Figures>} figures by the name of the benchmark
 * @param {(name: string, figures: Figures) => string[] | undefined} describeResults a benchmark's own words for its results
 */
export async function writeReport(file, figures, describeResults) {
  let page = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n'
  for (const [name, one] of Object.entries(figures)) {
    const own = describeResults(name, one)
    page = replacePart(page, name, describe(one, own?.join('\n') ?? toTable(one.results)))
  }
  await writeFormatted(file, page)
}

/**
 * What the benchmarks write is committed, and so of the form that the linter asks for.
 * @param {string} file
 * @param {string} text
 */
export async function writeFormatted(file, text) {
  const options = await resolveConfig(file)
  writeFileSync(file, await format(text, { ...options, filepath: file }))
}

/**
 * @param {string} page
 * @param {string} name
 * @param {string} text
 */
function replacePart(page, name, text) {
  const [begin, end] = [`<!-- figures of ${name} -->`, `<!-- end of ${name} -->`]
  const part = `${begin}\n\n${text}\n\n${end}`
  const start = page.indexOf(begin)
  const stop = page.indexOf(end)
  if (start < 0 || stop < start) return `${page.trimEnd()}\n\n## ${name}\n\n${part}\n`
  return page.slice(0, start) + part + page.slice(stop + end.length)
}

/**
 * @param {Figures} figures
 * @param {string} results
 */
function describe({ measuredAt, machine, cores, memoryGib, system, versions }, results) {
  const known = Object.entries(versions ?? {}).map(([name, version]) => `${name} ${version}`)
  const where = [machine, cores && `${cores} cores`, memoryGib && `${memoryGib} GiB`, system]
  const line = [measuredAt?.slice(0, 10), ...where, ...known].filter(Boolean).join(', ')
  return `Measured ${line}.\n\n${results}`
}

/** @param {Record<string, any>[]} rows */
function toTable(rows) {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [
    keys.map(toTitle),
    keys.map((key) => (typeof rows[0]?.[key] === 'number' ? '--:' : '---')),
    ...rows.map((row) => keys.map((key) => String(formatValue(row[key]))))
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** `oursCpuMs` reads as `ours CPU ms`. @param {string} key */
function toTitle(key) {
  return key
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\bcpu\b/, 'CPU')
    .replace(/^is /, '')
}

/** Three digits are more than a measurement has. @param {unknown} value @returns {unknown} */
export function formatValue(value) {
  if (typeof value === 'number') return Number(value.toPrecision(3))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(formatValue).join(' to ')
  return value ?? ''
}
