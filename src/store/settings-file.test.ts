import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSettings } from '@shared/settings'
import { openSettingsFile } from './settings-file'
import { createTemporaryFolder } from './testing'

it('gives back what was written', () => {
  const { file, path } = openFile()
  file.write({ ...defaultSettings, theme: 'dark', datasetFolders: { cifar10: '/data' } })
  expect(openSettingsFile(path, () => {}).read()).toMatchObject({
    theme: 'dark',
    datasetFolders: { cifar10: '/data' }
  })
})

it('begins with the defaults', () => {
  expect(openFile().file.read()).toEqual(defaultSettings)
})

it('keeps a broken file aside, says so, and goes on with the defaults', () => {
  const { file, path, warnings } = openFile()
  writeFileSync(path, '{"theme": "da')
  expect(file.read()).toEqual(defaultSettings)
  expect(warnings[0]).toContain(`${path}.broken`)
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"theme": "da')
  expect(existsSync(path)).toBe(false)
})

it('replaces a single wrong value by its default and keeps the others', () => {
  const { file, path } = openFile()
  writeFileSync(path, JSON.stringify({ theme: 'purple', smoothing: 0.2, unknown: 1 }))
  expect(file.read()).toEqual({ ...defaultSettings, smoothing: 0.2 })
})

function openFile() {
  const path = join(createTemporaryFolder(), 'settings.json')
  const warnings: string[] = []
  return { path, warnings, file: openSettingsFile(path, (sentence) => warnings.push(sentence)) }
}
