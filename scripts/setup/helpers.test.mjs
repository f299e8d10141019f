/** The small parts of the set-up: packages, locks, stamps, progress, displays, counts. */

import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { getCallersFolder } from '../commands/receptive.mjs'
import { describeCounts, readCounts } from '../commands/test-counts.mjs'
import { computeFingerprint } from './build.mjs'
import { isInstalled } from './dependencies.mjs'
import { hasDisplay } from './display.mjs'
import { findMissing } from './linux-packages.mjs'
import { withLock } from './lock.mjs'
import { getCacheDir } from './paths.mjs'
import { createProgress, describeTransfer } from './progress.mjs'
import { readRecord, updateRecord } from './setup-record.mjs'
import { createTemporaryFolder } from './testing/temporary.mjs'

it('finds packages installed only in the versions of the lockfile', () => {
  const wanted = { '': {}, 'node_modules/a': { version: '1.0.0' } }
  expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true)
  expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false)
  expect(isInstalled(wanted, {})).toBe(false)
})

it('does not miss optional packages of other platforms', () => {
  expect(isInstalled({ 'node_modules/b-win32': { version: '1', optional: true } }, {})).toBe(true)
})

it('accepts a system package under its newer name', () => {
  const missing = findMissing(new Set(['xvfb', 'libgtk-3-0t64']))
  expect(missing).not.toContainEqual(['libgtk-3-0', 'libgtk-3-0t64'])
  expect(missing).toContainEqual(['libasound2', 'libasound2t64'])
})

it('asks for no system packages where there is no dpkg', () => {
  expect(findMissing(undefined)).toEqual([])
})

it('takes over the lock of a process that is gone', async () => {
  const path = join(createTemporaryFolder(), 'lock')
  writeFileSync(path, '999999999')
  const result = await withLock(path, { onWait: () => {}, work: async () => 'worked' })
  expect(result).toBe('worked')
  expect(existsSync(path)).toBe(false)
})

it('waits for the lock of a process that lives', async () => {
  const path = join(createTemporaryFolder(), 'lock')
  /** @type {string[]} */
  const order = []
  const hold = (/** @type {string} */ name) => ({
    onWait: () => void order.push(`${name} waits`),
    work: async () => {
      order.push(`${name} starts`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      order.push(`${name} ends`)
    }
  })
  await Promise.all([withLock(path, hold('first')), withLock(path, hold('second'))])
  expect(order).toEqual([
    'first starts',
    'second waits',
    'first ends',
    'second starts',
    'second ends'
  ])
})

it('gives a new date to a record that changed, and to no other', () => {
  const path = join(createTemporaryFolder(), 'setup.json')
  const first = updateRecord(path, { version: 1, linuxPackages: { missing: [] } })
  const same = updateRecord(path, { version: 1, linuxPackages: { missing: [] } })
  const other = updateRecord(path, { version: 1, linuxPackages: { missing: ['xvfb'] } })
  expect(same.checkedAt).toBe(first.checkedAt)
  expect(readRecord(path)).toEqual(other)
  expect(other.linuxPackages?.missing).toEqual(['xvfb'])
})

it('builds again after a source changed, not after a test did', () => {
  const root = createTemporaryFolder()
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src', 'a.ts'), '1')
  const before = computeFingerprint(root)
  writeFileSync(join(root, 'src', 'a.test.ts'), '1')
  expect(computeFingerprint(root)).toBe(before)
  utimesSync(join(root, 'src', 'a.ts'), 1, 1)
  expect(computeFingerprint(root)).not.toBe(before)
})

it('shows megabytes, speed and the time that is left', () => {
  expect(describeTransfer(137e6, 274e6, 10e6)).toBe(
    '[############------------]   50 %  137 of 274 MB  10.0 MB/s  14 s left'
  )
})

it('writes plain, sparse lines where nobody watches', () => {
  const stream = new PassThrough()
  const task = createProgress({ stream }).task('Fetching')
  for (let bytes = 0; bytes < 1000; bytes++) task.bytes(bytes, 1000)
  task.done()
  const lines = String(stream.read()).trim().split('\n')
  expect(lines).toEqual(['Fetching ...', expect.stringMatching(/^Fetching {2}done \(\d\.\d s\)$/)])
})

it('redraws one line on a terminal', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 40 })
  const task = createProgress({ stream }).task('Fetching')
  task.done()
  const clearLine = '\r\x1b[2K'
  const [before, first, last] = String(stream.read()).split(clearLine)
  expect([before, first]).toEqual(['', 'Fetching  0 s'])
  expect(last).toMatch(/^Fetching {2}done \(\d\.\d s\)\n$/)
})

it('knows a display by DISPLAY or WAYLAND_DISPLAY, and that other systems have one', () => {
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'darwin')).toBe(true)
})

it('keeps its cache where the platform has caches, or where it is told to', () => {
  expect(getCacheDir({ RECEPTIVE_CACHE_DIR: '/c', XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/c')
  expect(getCacheDir({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x/receptive')
  expect(getCacheDir({}, 'linux')).toMatch(/\/\.cache\/receptive$/)
  expect(getCacheDir({}, 'darwin')).toMatch(/\/Library\/Caches\/receptive$/)
})

it('reads file names of the command line from the folder npm was called in', () => {
  const env = { INIT_CWD: '/home/me', npm_lifecycle_event: 'receptive' }
  expect(getCallersFolder(env)).toBe('/home/me')
  expect(getCallersFolder({ ...env, npm_lifecycle_event: 'test' })).toBeUndefined()
})

it('adds up the counts of both test runners', () => {
  const folder = createTemporaryFolder()
  const unitReport = join(folder, 'unit.json')
  const endToEndReport = join(folder, 'e2e.json')
  expect(readCounts({ unitReport, endToEndReport })).toBeUndefined()

  const broken = { status: 'failed', assertionResults: [] }
  const unit = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 }
  writeFileSync(unitReport, JSON.stringify({ ...unit, testResults: [broken] }))
  const stats = { expected: 3, flaky: 1, unexpected: 0, skipped: 0 }
  writeFileSync(endToEndReport, JSON.stringify({ stats }))
  const counts = readCounts({ unitReport, endToEndReport })
  expect(counts && describeCounts(counts)).toBe('9 passed, 2 failed, 2 skipped')
})

it('names skipped tests only when there are any', () => {
  expect(describeCounts({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed')
})
