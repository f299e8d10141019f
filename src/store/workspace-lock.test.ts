import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { getOwnProcess, describeProcess } from './process-owner'
import { createTemporaryWorkspace } from './testing'
import { lockWorkspace } from './workspace-lock'

it('is refused to a second window, with the workspace and the process that has it', () => {
  const workspace = createTemporaryWorkspace()
  lockWorkspace(workspace)
  expect(() => lockWorkspace(workspace)).toThrow(
    `The workspace ${workspace.folder} is open in another Receptive (process ${process.pid}). Go there or close it, or choose another folder with --workspace.`
  )
})

it('is free again once it was given back, and leaves no file', () => {
  const workspace = createTemporaryWorkspace()
  lockWorkspace(workspace).release()
  expect(readdirSync(workspace.folder)).not.toContain('window.lock')
  lockWorkspace(workspace).release()
})

it.each([
  ['of a process that is gone', () => ({ ...getOwnProcess(), pid: 2 ** 22 + 1 })],
  ['of another process with the same number', () => ({ ...getOwnProcess(), startMark: 'before' })],
  ['that was never finished', () => null]
])('is taken over from a lock %s', (_, createOwner) => {
  const workspace = createTemporaryWorkspace()
  const owner = createOwner()
  writeFileSync(join(workspace.folder, 'window.lock'), owner ? JSON.stringify(owner) : '')
  lockWorkspace(workspace)
  const text = readFileSync(join(workspace.folder, 'window.lock'), 'utf8')
  expect(JSON.parse(text)).toEqual(getOwnProcess())
  expect(readdirSync(workspace.folder).filter((name) => name.includes('lock'))).toHaveLength(1)
})

it('is not given back by one that has lost it', () => {
  const workspace = createTemporaryWorkspace()
  const lock = lockWorkspace(workspace)
  const file = join(workspace.folder, 'window.lock')
  writeFileSync(file, JSON.stringify({ pid: 1, startMark: 'another' }))
  lock.release()
  expect(existsSync(file)).toBe(true)
})

it.runIf(process.platform === 'linux')(
  'does not belong to a process that has ended and was not yet waited for',
  async () => {
    const workspace = createTemporaryWorkspace()
    const zombie = await createZombie()
    writeFileSync(join(workspace.folder, 'window.lock'), JSON.stringify(zombie))
    expect(() => lockWorkspace(workspace)).not.toThrow()
  }
)

/** A shell whose child has ended; the shell became a program that never asks for it. */
async function createZombie(): Promise<{ pid: number; startMark: string }> {
  const shell = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'])
  onTestFinished(() => void shell.kill('SIGKILL'))
  const pid = Number(await new Promise((resolve) => shell.stdout.once('data', resolve)))
  const owner = describeProcess(pid)
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ')
  return owner
}
