import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { makeOwnFolder, removeLeftFolders } from './own-folder'
import { createTemporaryFolder } from './testing'

const suffix = '0123456789ab'

it('removes what processes left behind that are gone, and nothing else', () => {
  const parent = createTemporaryFolder()
  const gone = spawnSync(process.execPath, ['-e', ''])
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  onTestFinished(() => void other.kill())
  const own = makeOwnFolder(parent, 'looking-')
  mkdirSync(join(parent, `looking-${gone.pid}-${suffix}`, 'logs'), { recursive: true })
  const kept = [`looking-${other.pid}-${suffix}`, `other-${gone.pid}-${suffix}`, 'looking-at-it']
  for (const name of kept) mkdirSync(join(parent, name))
  removeLeftFolders(parent, 'looking-')
  expect(
    readdirSync(parent)
      .map((name) => join(parent, name))
      .sort()
  ).toEqual([own, ...kept.map((name) => join(parent, name))].sort())
  expect(statSync(own).mode & 0o077).toBe(0)
})

it('leaves those of other users alone, whose processes may run where they are not seen', () => {
  const parent = createTemporaryFolder()
  const gone = spawnSync(process.execPath, ['-e', ''])
  mkdirSync(join(parent, `looking-${gone.pid}-${suffix}`))
  const user = vi.spyOn(process as { getuid(): number }, 'getuid').mockReturnValue(4711)
  onTestFinished(() => user.mockRestore())
  removeLeftFolders(parent, 'looking-')
  expect(readdirSync(parent)).toHaveLength(1)
  user.mockRestore()
  removeLeftFolders(parent, 'looking-')
  expect(readdirSync(parent)).toEqual([])
})

it('takes one that is a day old for left, unless told otherwise', () => {
  const parent = createTemporaryFolder()
  const own = makeOwnFolder(parent, 'import-')
  utimesSync(own, new Date(0), new Date(0))
  removeLeftFolders(parent, 'import-', { mostAgeMs: Infinity })
  expect(readdirSync(parent)).toHaveLength(1)
  removeLeftFolders(parent, 'import-')
  expect(readdirSync(parent)).toEqual([])
})

it('is asked of a folder that is not there', () => {
  expect(() => removeLeftFolders(join(createTemporaryFolder(), 'gone'), 'x-')).not.toThrow()
})
