import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSettings, settingsSchema } from '@shared/settings'
import { createTemporaryFolder } from '@store/testing'
import { openJsonFile } from './json-file'

it('gives back at the next start what was set', () => {
  const { path, file } = openSettings()
  file.set({ ...defaultSettings, theme: 'dark', datasetFolders: { cifar10: '/data' } })
  expect(openSettings(path).file.get()).toMatchObject({
    theme: 'dark',
    datasetFolders: { cifar10: '/data' }
  })
})

it('begins with the defaults', () => {
  expect(openSettings().file.get()).toEqual(defaultSettings)
})

it('keeps a broken file aside, says so, and goes on with the defaults', () => {
  const path = createPath()
  writeFileSync(path, '{"theme": "da')
  const { file, warnings } = openSettings(path)
  expect(file.get()).toEqual(defaultSettings)
  expect(warnings[0]).toContain(`${path}.damaged`)
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"theme": "da')
  expect(existsSync(path)).toBe(false)
})

it('leaves a file alone that cannot be read, and writes nothing over it', () => {
  const path = createPath()
  // As unreadable as one of another user, for root as well.
  mkdirSync(path)
  const { file, warnings } = openSettings(path)
  expect(file.get()).toEqual(defaultSettings)
  expect(warnings[0]).toMatch(/cannot be read because .* It was left as it is\.$/)
  file.set({ ...defaultSettings, theme: 'dark' })
  expect(file.get().theme).toBe('dark')
  expect(warnings[1]).toMatch(/could not be written .* would be lost/)
  expect(statSync(path).isDirectory()).toBe(true)
})

it('replaces a single wrong value by its default and keeps the others', () => {
  const path = createPath()
  writeFileSync(path, JSON.stringify({ theme: 'purple', smoothing: 0.2, unknown: 1 }))
  expect(openSettings(path).file.get()).toEqual({ ...defaultSettings, smoothing: 0.2 })
})

it('holds a value that cannot be written, and says so', () => {
  const { path, file, warnings } = openSettings()
  rmSync(join(path, '..'), { recursive: true })
  file.set({ ...defaultSettings, theme: 'dark' })
  expect(file.get().theme).toBe('dark')
  expect(warnings[0]).toMatch(/could not be written/)
})

function createPath(): string {
  return join(createTemporaryFolder(), 'settings.json')
}

function openSettings(path = createPath()) {
  const warnings: string[] = []
  const file = openJsonFile(path, settingsSchema, (sentence) => warnings.push(sentence))
  return { path, warnings, file }
}
