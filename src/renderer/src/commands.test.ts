import { describe, expect, it } from 'vitest'
import { commandIds, commands } from '@shared/commands'
import { matchesKeys } from './commands'

const press = (key: string, changes: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key, ...changes })

describe('command keys', () => {
  it('answer to Control and, on a Mac, to Command', () => {
    expect(matchesKeys(press('k', { ctrlKey: true }), 'CmdOrCtrl+K')).toBe(true)
    expect(matchesKeys(press('k', { metaKey: true }), 'CmdOrCtrl+K')).toBe(true)
    expect(matchesKeys(press('k'), 'CmdOrCtrl+K')).toBe(false)
  })

  it('leave other modifiers and commands without keys alone', () => {
    expect(matchesKeys(press('k', { ctrlKey: true, shiftKey: true }), 'CmdOrCtrl+K')).toBe(false)
    expect(matchesKeys(press('k', { ctrlKey: true }), null)).toBe(false)
  })

  it('are given to one command each', () => {
    const keys = commandIds.flatMap((id) => commands[id].accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})
