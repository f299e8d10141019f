/** Which Electron is used, and when the official one is tried again. */

import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { RETRY_OFFICIAL_AFTER_MS, chooseElectron, describeElectron } from './electron-choice.mjs'
import { electron } from './electron.mjs'
import { derivePaths } from './paths.mjs'
import { openStamps } from './setup-record.mjs'
import { createRecordingProgress, createTemporaryFolder } from './testing/temporary.mjs'

const nothing = {
  override: undefined,
  hasOfficial: false,
  hasFallback: false,
  officialFailedAt: undefined,
  retryOfficial: false,
  now: RETRY_OFFICIAL_AFTER_MS * 10
}
const failedLately = { ...nothing, officialFailedAt: nothing.now - 1000 }
const failedLongAgo = { ...nothing, officialFailedAt: nothing.now - RETRY_OFFICIAL_AFTER_MS }

it.each([
  ['the override before all', { ...nothing, override: '/e', hasOfficial: true }, 'use-override'],
  [
    'the official one before the fallback',
    { ...nothing, hasOfficial: true, hasFallback: true },
    'use-official'
  ],
  ['a download of the official one first', nothing, 'get-official'],
  ['the official one again after a day', { ...failedLongAgo, hasFallback: true }, 'get-official'],
  [
    'the official one again when asked for',
    { ...failedLately, retryOfficial: true, hasFallback: true },
    'get-official'
  ],
  [
    'the fallback for a day after a failure',
    { ...failedLately, hasFallback: true },
    'use-fallback'
  ],
  ['a download of the fallback at last', failedLately, 'get-fallback']
])('chooses %s', (_, situation, choice) => {
  expect(chooseElectron(situation)).toBe(choice)
})

it('says of the fallback that it gets no security fixes', () => {
  const { context } = arrange()
  const found = electron.find(context)
  expect(found && describeElectron(found)).toBe(
    'Electron 22.3.25, fallback. End of life, without security fixes: for development and tests only.'
  )
})

it('finds the official Electron only when it is whole', () => {
  const { context } = arrange()
  const folder = context.paths.electronPackage
  mkdirSync(join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"version":"45.4.1"}')
  writeFileSync(join(folder, 'dist', 'electron'), '')
  writeFileSync(join(folder, 'dist', 'version'), 'v45.4.1')
  expect(electron.find(context)?.origin).toBe('fallback')
  writeFileSync(join(folder, 'path.txt'), 'electron')
  expect(electron.find(context)).toMatchObject({ origin: 'official', version: '45.4.1' })
})

it('refuses an override that holds no Electron', async () => {
  const { context } = arrange()
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/nowhere')
  expect(electron.find(context)).toBeUndefined()
  await expect(electron.make(context)).rejects.toThrow(
    'ELECTRON_OVERRIDE_DIST_PATH is /nowhere, which has no file named electron.'
  )
})

it('remembers why the official download failed, and uses the fallback', async () => {
  const { context, lines } = arrange()
  context.stamps.set('officialElectronFailed', undefined)
  const folder = context.paths.electronPackage
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'install.js'), 'throw new Error("wrong checksum")')
  const made = await electron.make(context)
  expect(made.origin).toBe('fallback')
  expect(lines.at(-1)).toBe(
    'The official Electron could not be downloaded (wrong checksum); using the fallback.'
  )
  expect(context.stamps.get('officialElectronFailed').reason).toBe('wrong checksum')
})

/** A cache with a fallback, in which the official download failed just now. */
function arrange() {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
  const folder = createTemporaryFolder()
  const paths = derivePaths(join(folder, 'checkout'), join(folder, 'cache'))
  const dist = join(paths.cacheDir, 'electron', '22.3.25-fallback')
  const loader = join(dirname(fileURLToPath(import.meta.url)), 'electron-loader')
  cpSync(loader, join(dist, 'resources', 'app'), { recursive: true })
  writeFileSync(join(dist, 'electron'), '')
  const { progress, lines } = createRecordingProgress()
  const stamps = openStamps(paths.stamps)
  stamps.set('officialElectronFailed', { at: Date.now(), reason: 'no network' })
  return { context: { paths, progress, stamps, options: { retryElectron: false } }, lines }
}
