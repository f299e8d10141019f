import { join, sep } from 'node:path'
import { expect, it } from 'vitest'
import { createPageHeaders, findPageFile } from './page-files'

const folder = join(sep, 'application', 'out', 'renderer')

it.each([
  ['app://receptive/', 'index.html'],
  ['app://receptive/index.html', 'index.html'],
  ['app://receptive/index.html#/train', 'index.html'],
  ['app://receptive/assets/index-a1b2.js?v=1', join('assets', 'index-a1b2.js')],
  ['app://receptive/assets/Inter%20latin.woff2', join('assets', 'Inter latin.woff2')]
])('finds the file of %s', (url, file) => {
  expect(findPageFile(url, folder)).toBe(join(folder, file))
})

it.each([
  'app://receptive/../main/index.js',
  'app://receptive/%2e%2e/main/index.js',
  'app://receptive/..%2f..%2fpackage.json',
  'app://receptive/..%5c..%5cpackage.json',
  'app://receptive/%252e%252e/main/index.js',
  'app://receptive/assets/..%2f..%2f..%2fmain/index.js',
  'app://receptive//etc/passwd',
  'app://receptive/index.html%00.js',
  'app://receptive/%E0%A4%A.html',
  'app://other/index.html',
  'file:///application/out/renderer/index.html',
  'not a url'
])('finds nothing outside of the page: %s', (url) => {
  const file = findPageFile(url, folder)
  // A climb that the URL parser resolves stays inside, where there is no such file.
  expect(file === null || file.startsWith(folder + sep)).toBe(true)
  expect(file ?? '').not.toMatch(/passwd|package\.json/)
})

it('serves nothing but the kinds of files that a page is made of', () => {
  expect(findPageFile('app://receptive/.env', folder)).toBeNull()
  expect(findPageFile('app://receptive/notes.txt', folder)).toBeNull()
})

it('sends every file with a policy that runs nobody else’s code', () => {
  const policy = createPageHeaders('index.html')['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/unsafe|https:|\*/)
})
